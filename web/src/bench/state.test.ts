// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Door } from './door';
import { Bench } from './state.svelte';

const door = (start: () => Promise<unknown>) => ({ transport: { listen: () => () => {} }, project: async () => ({ name: 'p', job: null, sections: [], stages: [] }), start }) as unknown as Door;

describe('what a form was refused', () => {
  it('is told to the form, and to nobody else', async () => {
    const bench = await Bench.open(door(async () => { throw new Error("'lots' is no amount"); }), 'p');
    expect(await bench.refusal(bench.run(['search'], { ram: 'lots' }))).toBe("'lots' is no amount");
    expect(bench.problem).toBe('');
  });
  it('is nothing when it went well', async () => {
    const bench = await Bench.open(door(async () => ({ id: '1', state: 'queued', curve: [] })), 'p');
    expect(await bench.refusal(bench.run(['search']))).toBe('');
    expect(bench.busy).toBe(true);
  });
  it('stays with the frame where no form asks', async () => {
    const bench = await Bench.open(door(async () => { throw new Error('another job is at work'); }), 'p');
    expect(await bench.run(['train'])).toBe(false);
    expect(bench.problem).toBe('another job is at work');
  });
});
