// SPDX-License-Identifier: Apache-2.0
// Numbers to colours on the screen: pictures between 0 and 1, maps with a sign, maps without.

export type Shape = readonly [height: number, width: number, channels: number];
/** grey: 0 black, 1 white (three channels: red, green, blue). signed: orange below zero, teal above. heat: from dark to bright. */
export type ColourMap = 'grey' | 'signed' | 'heat';
type Rgb = readonly [number, number, number];

const signed: readonly Rgb[] = [[148, 62, 0], [217, 133, 59], [246, 246, 240], [60, 158, 136], [0, 92, 75]];
const heat: readonly Rgb[] = [[13, 20, 30], [21, 62, 84], [12, 118, 104], [98, 179, 92], [250, 226, 92]];

/** part: 0 to 1, along evenly spaced colours. */
function along(colours: readonly Rgb[], part: number): Rgb {
  const at = Math.min(Math.max(part, 0), 1) * (colours.length - 1);
  const i = Math.min(Math.floor(at), colours.length - 2);
  const [a, b] = [colours[i]!, colours[i + 1]!];
  return [0, 1, 2].map((c) => Math.round(a[c]! + (at - i) * (b[c]! - a[c]!))) as unknown as Rgb;
}

/** The values at which the colours begin and end, when nobody says them. */
export function rangeOf(values: Float32Array, map: ColourMap): readonly [number, number] {
  if (map === 'grey') return [0, 1];
  let most = 0;
  for (const v of values) most = Math.max(most, map === 'signed' ? Math.abs(v) : v);
  return map === 'signed' ? [-(most || 1), most || 1] : [0, most || 1];
}

/** Red, green, blue and 255 of every pixel. */
export function colours(values: Float32Array, [height, width, channels]: Shape, map: ColourMap, range = rangeOf(values, map)): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * height * width);
  const [low, high] = range;
  const part = (v: number) => (v - low) / (high - low || 1);
  for (let i = 0; i < height * width; ++i) {
    const at = i * channels;
    const grey = 255 * part(values[at]!);
    const rgb = map === 'signed' ? along(signed, part(values[at]!)) : map === 'heat' ? along(heat, part(values[at]!))
      : channels >= 3 ? [grey, 255 * part(values[at + 1]!), 255 * part(values[at + 2]!)] : [grey, grey, grey];
    out.set([...rgb, 255], 4 * i);
  }
  return out;
}

/** The colours of a map from its lowest to its highest value, as CSS. */
export function gradient(map: ColourMap): string {
  const stops: readonly Rgb[] = map === 'signed' ? signed : map === 'heat' ? heat : [[0, 0, 0], [255, 255, 255]];
  return `linear-gradient(to right, ${stops.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
}

/** Picture i of many that stand one after the other. */
export const pictureAt = (values: Float32Array, [height, width, channels]: Shape, i: number) =>
  values.subarray(i * height * width * channels, (i + 1) * height * width * channels);

/** One channel of a picture or of the maps of a layer. */
export function channelOf(values: Float32Array, [height, width, channels]: Shape, c: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: height * width }, (_, i) => values[i * channels + c]!);
}
