// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { walk as walkByHand } from '../exploring-loss/loss';
import { DescentLab, left, walk } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: DescentLab) => new URLSearchParams(Object.entries(lab.written()).filter((pair): pair is [string, string] => pair[1] !== null)).toString();

describe('the state of the descent lab', () => {
  it('comes back from the address as it was written', () => {
    const lab = new DescentLab(address(''));
    [lab.rate, lab.rival, lab.first, lab.limit] = [0.05, 0.17, 'goal', '0.3'];
    lab.go(50);
    const back = new DescentLab(address(query(lab)));
    expect(back.written()).toEqual(lab.written());
    expect(back.raced).toEqual(['0.05', '0.17']);
    expect(back.reached).toEqual(['raced']);
  });
  it('takes nothing broken or out of range from an address', () => {
    const lab = new DescentLab(address('rate=9&rival=x&step=900&first=zz&second=1&limit=abc&reached=moon&raced=a,b'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
  it('knows the limit to two digits', () => {
    const lab = new DescentLab(address(''));
    const judged = (limit: string) => { lab.limit = limit; return [lab.limitRight, lab.limitTooSmall]; };
    expect(judged('0.17')[0]).toBe(true);
    expect(judged('0.18')[0]).toBe(true);
    expect(judged('0.15')).toEqual([false, true]);
    expect(judged('0.2')).toEqual([false, false]);
  });
});

describe.runIf(hasCore)('a walk of the core', () => {
  it('goes where the formula of the slope leads', async () => {
    const feet = await walk(await engineInNode(), 0.09);
    const formula = walkByHand({ w: 10, b: 10 }, 0.09, 50);
    expect(feet).toHaveLength(51);
    // 32-bit arithmetic: six digits.
    feet.forEach((foot, i) => expect(Math.hypot(foot.w - formula[i]!.w, foot.b - formula[i]!.b)).toBeLessThan(1e-4));
    // By the formula: slopes 115.67 and 46 at the start.
    expect([feet[1]!.w, feet[1]!.b].map((v) => Math.round(v * 100) / 100)).toEqual([-0.41, 5.86]);
    expect(feet.slice(0, 2).map(({ loss }) => Math.round(loss))).toEqual([716, 27]);
    expect([feet[50]!.w.toFixed(3), feet[50]!.b.toFixed(3)]).toEqual(['1.981', '-0.942']);
  });
  it('leaves the valley above the limit and not below', async () => {
    const engine = await engineInNode();
    expect(left(await walk(engine, 0.17))).toBe(false);
    expect(left(await walk(engine, 0.18))).toBe(true);
    expect(left(await walk(engine, 0.25))).toBe(true);
  });
});
