// SPDX-License-Identifier: Apache-2.0
// Kernels of 3 by 3, pictures on which one is tried, and the lines of the network that slides it. The sliding itself is done by the core.

/** Nine weights, row by row. */
export type Kernel = readonly number[];
export type Pooling = 'none' | 'max' | 'average';

const ninth = 1 / 9;
export const presets: Record<string, Kernel> = {
  same: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  blur: Array<number>(9).fill(ninth),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  upright: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  all: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  relief: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
};
export const range = [-9, 9] as const;

export const equal = (a: Kernel, b: Kernel) => a.every((v, i) => Math.abs(v - b[i]!) < 5e-4);
export const presetOf = (kernel: Kernel) => Object.keys(presets).find((name) => equal(kernel, presets[name]!)) ?? '';

/** The name of a preset, or nine numbers. */
export const writeKernel = (kernel: Kernel) => presetOf(kernel) || kernel.map((v) => String(Math.round(v * 1000) / 1000)).join(',');
export function readKernel(text: string | null, fallback: Kernel): Kernel {
  if (text !== null && Object.hasOwn(presets, text)) return presets[text]!;
  const numbers = (text ?? '').split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return numbers.length === 9 && numbers.every((v) => v >= range[0] && v <= range[1]) ? numbers : fallback;
}

/** The network that does it: one convolution, then what is wished behind it. */
export function layersOf({ stride, positive, pooling }: { stride: number; positive: boolean; pooling: Pooling }): string {
  const conv = `conv2d filters=1 kernel=3x3 stride=${stride}x${stride} padding=valid use_bias=false`;
  return [conv, ...(positive ? ['relu'] : []), ...(pooling === 'none' ? [] : [`${pooling}_pool kernel=2x2 stride=2x2 padding=valid`])].join('\n');
}

/** So many places has a window in a line of pixels when it never hangs over the edge. */
export const places = (pixels: number, window: number, stride: number) => Math.floor((pixels - window) / stride) + 1;

/** Three small pictures: one grey, dark above bright, dark left of bright. One after the other. */
export const trial = 8;
export function trials(): Float32Array<ArrayBuffer> {
  const of = (value: (row: number, column: number) => number) => Array.from({ length: trial * trial }, (_, i) => value(Math.floor(i / trial), i % trial));
  return Float32Array.from([...of(() => 0.5), ...of((row) => (row < trial / 2 ? 0 : 1)), ...of((_, column) => (column < trial / 2 ? 0 : 1))]);
}

export interface Verdict { flat: number; level: number; upright: number }
/** The strongest answer of the kernel to each of the three. */
export function verdictOf(answers: Float32Array): Verdict {
  const one = answers.length / 3;
  const [flat, level, upright] = [0, 1, 2].map((i) => answers.subarray(i * one, (i + 1) * one).reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  return { flat: flat!, level: level!, upright: upright! };
}
/** The core adds nine products in its own order: this much is rounding. */
export const nothing = 1e-3;
export const finds = ({ flat, level, upright }: Verdict) => flat < nothing && upright < nothing && level > 0.5;
