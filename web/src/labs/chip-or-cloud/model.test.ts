// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { averageWatts, fit, joules, lifeSeconds, machines, models, seconds, share } from './machines';
import { FitLab } from './model.svelte';
import { bytes, energy, life, power, time, work } from './words';

const [chip, phone, laptop] = machines as [typeof machines[0], typeof machines[0], typeof machines[0]];
const model = (id: string) => models.find((one) => one.id === id)!;
const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });
const query = (lab: FitLab) => new URLSearchParams(Object.entries(lab.written()).filter((pair): pair is [string, string] => pair[1] !== null)).toString();

describe('what fits, and for how long', () => {
  it('says of each model where it fits', () => {
    const fits = (id: string) => machines.map((machine) => fit(machine, model(id)).fits);
    expect(fits('keyword')).toEqual([true, true, true]);
    expect(fits('person')).toEqual([true, true, true]);
    expect(fits('photo')).toEqual([false, true, true]);
    expect(fits('language')).toEqual([false, false, true]);
  });
  it('RAM runs out before flash: 341 kB of 256, and 600 kB of 1,000', () => {
    const { storage, memory } = fit(chip!, model('photo'));
    expect([storage.needs, storage.fits, memory.needs, memory.fits]).toEqual([600e3, true, 341e3, false]);
  });
  it('computes time and energy by hand: 0.34 million times 4 of 64 million ticks', () => {
    expect(seconds(chip!, model('keyword'))).toBeCloseTo(0.02125, 6);
    expect(joules(chip!, model('keyword'))).toBeCloseTo(0.0002125, 8);
    expect(seconds(chip!, model('person'))).toBeCloseTo(0.45, 6);
    expect(joules(laptop!, model('person'))).toBeGreaterThan(joules(chip!, model('person')));
    expect(joules(phone!, model('person'))).toBeGreaterThan(joules(chip!, model('person')));
  });
  it('a battery lasts longer with fewer answers, and only on the chip for months', () => {
    const months = (machine: typeof chip, perSecond: number) => lifeSeconds(7.5, averageWatts(machine!, model('keyword'), perSecond, 0.001)) / 86400 / 30.4;
    expect(months(chip, 0.1)).toBeGreaterThan(months(chip, 1));
    expect(months(chip, 1)).toBeGreaterThan(6);
    expect(months(phone, 1)).toBeLessThan(1);
    expect(share(chip!, model('person'), 10)).toBeGreaterThan(1);
  });
  it('writes quantities as people say them', () => {
    expect([bytes(20e3), bytes(3.5e6), bytes(7e9), bytes(1e6)]).toEqual(['20 kB', '3.5 MB', '7 GB', '1 MB']);
    expect([time(0.02125), time(0.45), time(2.5625), time(1.4e-4)]).toEqual(['21 ms', '450 ms', '2.6 s', '140 µs']);
    expect([energy(0.0002125), power(0.01), work(0.34e6), work(7.2e6), work(4.1e9)]).toEqual(['213 µJ', '10 mW', '0.34 million', '7.2 million', '4.1 billion']);
    expect([life(3600 * 24 * 90), life(5400), life(3600 * 24 * 800)]).toEqual(['3.0 months', '90 minutes', '2.2 years']);
  });
});

describe('the state of chip or cloud', () => {
  it('comes back from the address as it was written', () => {
    const lab = new FitLab(address(''));
    lab.say('y');
    [lab.modelId, lab.machineId, lab.battery, lab.perSecond, lab.firstOut] = ['photo', 'phone', 'coin', 0.1, 'ram'];
    lab.say('n');
    const back = new FitLab(address(query(lab)));
    expect(back.written()).toEqual(lab.written());
    expect(back.guesses).toEqual({ 'chip.keyword': 'y', 'phone.photo': 'n' });
  });
  it('takes nothing broken from an address', () => {
    const lab = new FitLab(address('machine=moon&model=x&battery=9&rate=3&said=a.b.c,chip.keyword.z&out=x&software=1&looked=7&sensor=q'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
});
