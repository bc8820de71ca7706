// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { finds, layersOf, places, presets, readKernel, trial, trials, verdictOf, writeKernel, type Kernel } from './kernels';

describe('a kernel in the address', () => {
  it('is the name of a preset, or its numbers', () => {
    expect(writeKernel(presets.blur!)).toBe('blur');
    expect(readKernel('blur', presets.same!)).toBe(presets.blur);
    const own = [1, 2, 1, 0, 0, 0, -1, -2, -1.25];
    expect(readKernel(writeKernel(own), presets.same!)).toEqual(own);
  });
  it('is the fallback when it is broken or out of range', () => {
    for (const text of [null, '', '1,2,3', '1,2,3,4,5,6,7,8,x', '1,2,3,4,5,6,7,8,99', 'toString']) expect(readKernel(text, presets.same!)).toBe(presets.same);
  });
});

describe('a window on 96 pixels', () => {
  it('has 94 places, 47 with steps of two, and pooling halves them', () => {
    expect([places(96, 3, 1), places(96, 3, 2), places(47, 2, 2)]).toEqual([94, 47, 23]);
  });
});

describe.runIf(hasCore)('the core', () => {
  const run = async (kernel: Kernel, x: Float32Array, size: number, how: Parameters<typeof layersOf>[0]) => {
    const engine = await engineInNode();
    const net = await engine.model({ layers: layersOf(how), input: [size, size, 1], seed: 1 });
    await net.set(Float32Array.from(kernel));
    return { values: await net.predict(x), shape: net.described.layers.at(-1)!.output };
  };
  const plain = { stride: 1, positive: false, pooling: 'none' } as const;

  it('multiplies nine pixels with nine weights and adds up', async () => {
    // 1..9 times the weights of "upright": (3 - 1) + 2 (6 - 4) + (9 - 7) = 8.
    expect((await run(presets.upright!, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, plain)).values[0]).toBeCloseTo(8, 4);
  });
  it('makes the sizes that the lab asks for', async () => {
    const x = new Float32Array(96 * 96);
    expect((await run(presets.same!, x, 96, plain)).shape.slice(0, 2)).toEqual([94, 94]);
    expect((await run(presets.same!, x, 96, { ...plain, stride: 2 })).shape.slice(0, 2)).toEqual([47, 47]);
    expect((await run(presets.same!, x, 96, { stride: 2, positive: true, pooling: 'max' })).shape.slice(0, 2)).toEqual([23, 23]);
  });
  it('takes the turned edge finder and nothing else that is near at hand', async () => {
    const turned = [-1, -2, -1, 0, 0, 0, 1, 2, 1];
    expect(finds(verdictOf((await run(turned, trials(), trial, plain)).values))).toBe(true);
    for (const kernel of Object.values(presets)) expect(finds(verdictOf((await run(kernel, trials(), trial, plain)).values))).toBe(false);
  });
});
