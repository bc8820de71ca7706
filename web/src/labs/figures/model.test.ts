// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { FiguresLab } from './model.svelte';
import { figures, networkOf, optionsOf } from './set';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });

describe('the state of the lab', () => {
  it('comes back from the address as it was written', () => {
    const query = 'first=train&epochs=40&trained=10-40&differs=background&lights=place&closes=no&layer=2&white=3&outdoors=11&said=1&asked=1';
    expect(new FiguresLab(address(query)).written()).toEqual(Object.fromEntries(new URLSearchParams(query)));
  });
  it('takes nothing broken from an address', () => {
    const lab = new FiguresLab(address('first=x&epochs=1e9&trained=11-abc&layer=9&white=99&outdoors=-1&said=2&asked=1'));
    expect(Object.values(lab.written()).every((value) => value === null)).toBe(true);
  });
});

describe.runIf(hasCore)('the domain shift', () => {
  it('is there: all of white is learnt, landscapes are far behind', async () => {
    const engine = await engineInNode();
    const { train, validation } = await figures(engine);
    expect([train.count, validation.count]).toEqual([160, 96]);
    const net = await engine.model(networkOf(1));
    await net.fit(train, { options: optionsOf(20, 1) });
    const [white, outdoors] = [(await net.evaluate(train)).accuracy!, (await net.evaluate(validation)).accuracy!];
    expect(white).toBeGreaterThan(0.95);
    expect(white - outdoors).toBeGreaterThan(0.2);
  }, 60000);
});
