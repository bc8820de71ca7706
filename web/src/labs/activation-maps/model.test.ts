// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { convNet } from '../parts/garments';
import { filters, MapsLab, meansOf, stages } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });

describe('the maps', () => {
  it('come back from the address, and take nothing broken from it', () => {
    expect(new MapsLab(address('kind=3&stage=pool2&filter=8&found=3.8&first=same')).written()).toMatchObject({ kind: '3', stage: 'pool2', filter: '8', found: '3.8', first: 'same' });
    expect(new MapsLab(address('kind=12&stage=x&filter=9&found=3.9&lost=x')).written()).toMatchObject({ kind: null, stage: null, filter: null, found: null, lost: null });
  });
  it('are averaged over pixels and pictures of a kind', () => {
    // Two pictures of kind 0 and one of kind 1, two pixels each: filter f of the first gives f, of the second 3 f, of the third 10.
    const of = (value: (f: number) => number) => Array.from({ length: 2 * filters }, (_, i) => value(i % filters));
    const means = meansOf(Float32Array.from([...of((f) => f), ...of((f) => 3 * f), ...of(() => 10)]), Int32Array.of(0, 0, 1));
    expect(means[0]).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
    expect(means[1]).toEqual(new Array(filters).fill(10));
  });
});

describe.runIf(hasCore)('the core', () => {
  it('gives maps of the sizes that the lab asks for', async () => {
    const { layers } = (await (await engineInNode()).model(convNet)).described;
    for (const { at, side } of stages) expect(layers[at]!.output).toEqual([side, side, filters]);
  });
});
