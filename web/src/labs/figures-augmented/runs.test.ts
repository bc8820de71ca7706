// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { figures, networkOf, optionsOf } from '../figures/set';
import { AugmentedLab, epochs } from './model.svelte';
import { five, isAll, isFar, isPlain, narrower, nothing, optionsFor, pairs, readChange, readRuns, writeRuns, type Run } from './runs';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });

describe('runs', () => {
  it('come back from the address', () => {
    const runs: Run[] = [{ ...nothing, start: 1 }, { ...five, start: 1 }, { ...nothing, shift: 50, start: 3 }];
    expect(readRuns(writeRuns(runs))).toEqual(runs);
    expect(readRuns('4-0.0.0.0.0_1-99.0.0.0.0_1-0.0.0.2.0_1-0.0.0.0_1-0.0.0.0.0.0_x_1-')).toEqual([]);
    expect(readChange('15.15.35.1.90')).toEqual(five);
  });
  it('are plain, with all five, or too far', () => {
    expect([isPlain(nothing), isPlain(five), isAll(five), isAll({ ...five, flip: false }), isFar(five), isFar({ ...nothing, rotate: 180 })]).toEqual([true, false, true, false, false, true]);
  });
  it('are compared with the plain one of the same start', () => {
    const runs: Run[] = [{ ...five, start: 2 }, { ...nothing, start: 1 }, { ...five, start: 1 }];
    expect(pairs(runs)).toEqual([{ plain: 1, changed: 2 }]);
  });
  it('name the options of the core, and nothing when nothing is changed', () => {
    expect(optionsFor(nothing, 'augment_')).toEqual({});
    expect(optionsFor(five, 'augment_')).toMatchObject({ augment_shift_percent: 15, augment_flip: true });
  });
  it('stand in the state of the lab', () => {
    const query = 'change=0.0.0.1.0&start=2&first=same&missing=places&runs=1-0.0.0.0.0_1-15.15.35.1.90&narrowed=1&picture=4';
    expect(new AugmentedLab(address(query)).written()).toEqual(Object.fromEntries(new URLSearchParams(query)));
  });
});

describe.runIf(hasCore)('the core', () => {
  it('narrows the gap by all five changes, from the first start', async () => {
    const engine = await engineInNode();
    const { train, validation } = await figures(engine);
    const gap = async (options: object) => {
      const net = await engine.model(networkOf(1));
      await net.fit(train, { options: { ...optionsOf(epochs, 1), ...options } });
      return (await net.evaluate(train)).accuracy! - (await net.evaluate(validation)).accuracy!;
    };
    expect(await gap(optionsFor(five, 'augment_'))).toBeLessThan((await gap({})) - narrower);
  }, 120000);
});
