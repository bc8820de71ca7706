// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { LayersLab } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: LayersLab) => new URLSearchParams(Object.entries(lab.written()).filter((pair): pair is [string, string] => pair[1] !== null)).toString();

describe('the state of the two layers', () => {
  it('comes back from the address as it was written', () => {
    const lab = new LayersLab(address(''));
    lab.set({ hidden: true, task: 'v', relu: true, start: 7 });
    [lab.first, lab.second] = ['answers', 'flat'];
    lab.check('h1', '1.5');
    const back = new LayersLab(address(query(lab)));
    expect(back.written()).toEqual(lab.written());
    expect(back.setting).toEqual(lab.setting);
  });
  it('takes nothing broken or out of range from an address', () => {
    const lab = new LayersLab(address('hidden=2&task=w&relu=x&start=99&first=zz&second=1&h1=a&reached=moon&starts=0,77,x'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
});

describe.runIf(hasCore)('networks that the core trains', () => {
  it('from two starts end with other numbers and the same answer, which a hand can compute', async () => {
    const engine = await engineInNode();
    const lab = new LayersLab(address('hidden=1'));
    await lab.train(engine);
    const one = lab.run!;
    lab.set({ start: 2 });
    await lab.train(engine);
    const two = lab.run!;
    expect(one.answer).toBeCloseTo(two.answer, 3);
    expect(Math.abs(one.parameters[0]! - two.parameters[0]!)).toBeGreaterThan(0.1);
    expect(lab.reached).toEqual(['two', 'starts']);
    const [w1, w2, b1, b2, v1, v2, c] = two.parameters.map((value) => Math.round(value * 1000) / 1000) as [number, number, number, number, number, number, number];
    const [h1, h2] = [10 * w1 + b1, 10 * w2 + b2];
    lab.check('h1', (10 * w1).toFixed(2));
    expect(lab.right('h1')).toBe(false);
    expect(lab.help('h1')).toMatch(/bias is still missing/);
    lab.check('h1', h1.toFixed(2));
    lab.check('h2', h2.toFixed(2));
    lab.check('y', (v1 * h1 + v2 * h2).toFixed(2));
    expect(lab.help('y')).toMatch(/bias of the output/);
    lab.check('y', (v1 * h1 + v2 * h2 + c).toFixed(2));
    expect(lab.reached).toContain('hand');
  });
  it('without a bend give the mean of the V everywhere, and with ReLU some starts find it', async () => {
    const engine = await engineInNode();
    const lab = new LayersLab(address('task=v&hidden=1'));
    await lab.train(engine);
    // The mean of 3, 2, 1, 0, 1, 2, 3 is 12/7; the mean squared distance from it is 28/7 - (12/7)².
    expect(lab.run!.loss).toBeCloseTo(4 - (12 / 7) ** 2, 3);
    expect(lab.run!.answer).toBeCloseTo(12 / 7, 1);
    lab.set({ relu: true, start: 2 });
    await lab.train(engine);
    expect(lab.run!.loss).toBeGreaterThan(0.5);
    expect(lab.reached).not.toContain('bent');
    lab.set({ start: 5 });
    await lab.train(engine);
    expect(lab.run!.loss).toBeLessThan(0.01);
    expect(lab.reached).toContain('bent');
  });
});
