// SPDX-License-Identifier: Apache-2.0
// Dark is low, bright is high; even steps of lightness, readable with every colour vision and in grey.
// Colours in between are mixed from nine of viridis (van der Walt and Smith, 2015, CC0).
const stops = [[68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37]] as const;

/** value: 0 to 1. Red, green, blue, each 0 to 255. */
export function ramp(value: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, value || 0)) * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(at));
  const mix = (c: 0 | 1 | 2) => stops[i]![c] + (at - i) * (stops[i + 1]![c] - stops[i]![c]);
  return [mix(0), mix(1), mix(2)];
}
