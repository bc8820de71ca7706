// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { SmallLab } from './model.svelte';
import { bytesOf, listBytes, maskOf, placedBytes } from './ways';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: SmallLab) => new URLSearchParams(Object.entries(lab.written()).filter((pair): pair is [string, string] => pair[1] !== null)).toString();

describe('the state of the smaller model', () => {
  it('comes back from the address as it was written', () => {
    const lab = new SmallLab(address(''));
    [lab.first, lab.share, lab.start, lab.pair, lab.guess, lab.tried] = ['same', 90, 3, 'pupil8', '97', [50, 90]];
    expect(new SmallLab(address(query(lab))).written()).toEqual(lab.written());
  });
  it('takes nothing broken from an address', () => {
    const lab = new SmallLab(address('first=x&second=1&third=q&share=33&start=9&pair=z&guess=abc&reached=moon&tried=1,2'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
});

it('a mask spares the largest weights, whatever their sign, and all biases', () => {
  const described = { layers: [{ parts: [{ name: 'kernel', first: 0, count: 4 }, { name: 'bias', first: 4, count: 1 }] }] } as never;
  expect([...maskOf(described, Float32Array.of(0.1, -3, 0.2, -0.05, 0.001), 0.5)]).toEqual([0, 1, 1, 0, 1]);
});

it('counts bytes by hand: 100 weights, 10 left, 2 biases', () => {
  const one = { weights: 10, all: 100, biases: 2, bytesEach: 1 as const, file: 0, right: 0, of: 1, perDigit: [] };
  expect([listBytes(one), placedBytes(one), bytesOf(one)]).toEqual([108, 38, 38]);
  expect(bytesOf({ ...one, weights: 50 })).toBe(108);
});

describe.runIf(hasCore)('the three ways on the core', () => {
  it('bring the sizes that they promise, and cut weights stay cut', async () => {
    const engine = await engineInNode();
    const lab = new SmallLab(address(''));
    await lab.load(engine);
    await lab.train(engine);
    const base = lab.base!;
    // By hand: 256 * 48 + 48 * 10 weights, 58 biases.
    expect([base.weights, base.biases]).toEqual([12768, 58]);
    expect(base.right / base.of).toBeGreaterThan(0.9);
    for (lab.share of [50, 99]) await lab.cut(engine);
    const [half, most] = [lab.result('cut', 50)!, lab.result('cut', 99)!];
    expect([half.weights, most.weights]).toEqual([6384, 128]);
    expect(base.right - half.right).toBeLessThan(0.05 * base.of);
    expect(base.right - most.right).toBeGreaterThan(0.3 * base.of);
    await lab.trainAgain(engine);
    const better = lab.result('again', 99)!;
    expect(better.weights).toBe(128);
    expect(better.right).toBeGreaterThan(most.right);
    await lab.eight(engine);
    expect(bytesOf(lab.result('eight')!) / bytesOf(base)).toBeCloseTo(0.25, 2);
    await lab.teach(engine, 'labels');
    await lab.teach(engine, 'taught');
    expect(lab.result('taught', 0, 1)!.weights).toBe(256 * 5 + 50);
    expect(lab.result('taught', 0, 1)!.right).toBeLessThan(base.right);
    lab.pair = 'pupil8';
    await lab.both(engine);
    expect(lab.error).toBe('');
    expect(lab.result('pupil8', 0, 1)!.right).toBeGreaterThan(0.7 * base.of);
    expect(lab.reached).toEqual(['base', 'again', 'eight', 'pupils', 'pair']);
  }, 30000);
});
