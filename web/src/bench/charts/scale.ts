// SPDX-License-Identifier: Apache-2.0
// Where values lie on an axis, and which of them get a name.

/** About `wanted` round values that lie within [low, high]. Steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, wanted = 4): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10) * power;
  const out: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) out.push(Number((i * step).toPrecision(12)));
  return out;
}
/** How many digits all these need: as many for one as for the other. */
export function digitsOf(values: number[]): number {
  const of = (v: number) => [0, 1, 2, 3, 4, 5].find((d) => Math.abs(v - Number(v.toFixed(d))) < 1e-9 + 1e-7 * Math.abs(v)) ?? 6;
  return Math.max(0, ...values.map(of));
}
/** 1, 2 and 5 times powers of ten within [low, high], both positive; of many the powers alone. */
export function logTicks(low: number, high: number): number[] {
  const out: number[] = [];
  for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high); p++) for (const m of [1, 2, 5]) out.push(Number((m * 10 ** p).toPrecision(6)));
  const inside = out.filter((v) => v >= low && v <= high);
  return inside.length <= 8 ? inside : inside.filter((v) => Number.isInteger(Math.log10(v)));
}
/** Powers of ten that lie within [low, high], both positive. Fewer than two: round values instead. */
export function powers(low: number, high: number): number[] {
  const out: number[] = [];
  for (let p = Math.ceil(Math.log10(low) - 1e-9); p <= Math.log10(high) + 1e-9; p++) out.push(Number((10 ** p).toPrecision(6)));
  return out.length >= 2 ? out : ticks(low, high, 3).filter((v) => v > 0);
}
/** The smallest and the largest finite value; [0, 1] when there is none. */
export function extent(values: number[]): [number, number] {
  const good = values.filter(Number.isFinite);
  if (good.length === 0) return [0, 1];
  const [low, high] = good.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  return low === high ? [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2] : [low, high];
}
export const linear = (domain: readonly [number, number], range: readonly [number, number]) => (v: number) =>
  range[0] + ((v - domain[0]) / (domain[1] - domain[0])) * (range[1] - range[0]);
/** As text for a `points` attribute; what is no number is left out. */
export const path = (points: [number, number][]) =>
  points.filter((p) => p.every(Number.isFinite)).map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
