// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { LossLab, readLines, writeLines } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: LossLab) => {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(lab.written())) if (value !== null) out.set(name, value);
  return out.toString();
};

describe('the state of the lab', () => {
  it('comes back from the address as it was written', () => {
    const lab = new LossLab(address(''));
    lab.show({ w: 3, b: -1 });
    lab.first = 'a';
    lab.rate = 0.1;
    lab.stepOn();
    lab.stepOn();
    const back = new LossLab(address(query(lab)));
    expect(back.written()).toEqual(lab.written());
    expect(back.path).toHaveLength(3);
    expect(back.guesses).toEqual([{ w: 3, b: -1 }]);
  });
  it('takes nothing broken or out of range from an address', () => {
    const lab = new LossLab(address('w=99&b=x&rate=-1&steps=1e9&guesses=1,2;a,b;3;900,0&view=hole&first=zzz'));
    expect(lab.written()).toMatchObject({ w: null, b: null, guesses: '1,2', rate: null, steps: null, view: null, first: null });
  });
  it('leaves one dot where the hand rests twice', () => {
    const lab = new LossLab(address('w=1&b=1'));
    lab.guess();
    lab.guess();
    expect(lab.guesses).toHaveLength(1);
  });
  it('walks from the line the learner left, and back to it', () => {
    const lab = new LossLab(address('w=8&b=6'));
    expect(lab.stepOn()).toBe(true);
    expect(lab.w).not.toBe(8);
    lab.backToStart();
    expect(lab.line).toEqual({ w: 8, b: 6 });
  });
  it('stops walking when it is lost', () => {
    const lab = new LossLab(address('w=8&b=6&rate=0.25'));
    let steps = 0;
    while (lab.stepOn()) steps += 1;
    expect(steps).toBeLessThan(100);
  });
  it('writes lines with three digits and reads them', () => {
    expect(writeLines([{ w: 1.23456, b: -0.5 }])).toBe('1.235,-0.5');
    expect(readLines('1.235,-0.5')).toEqual([{ w: 1.235, b: -0.5 }]);
    expect(readLines(null)).toEqual([]);
  });
});
