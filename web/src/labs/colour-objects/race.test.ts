// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { part, type Dataset, type Engine } from '../engine/engine';
import { engineInNode, hasCore } from '../engine/in_node';
import { goal, layers, made, optionsOf, readRuns, shape, writeRuns, type Run } from './race';

describe('runs', () => {
  it('come back from the address, each once', () => {
    const runs: Run[] = [{ optimizer: 'sgd', rate: 0.01 }, { optimizer: 'adam', rate: 0.02 }];
    expect(readRuns(writeRuns(runs))).toEqual(runs);
    expect(readRuns('00.00.99.x.4')).toEqual([{ optimizer: 'sgd', rate: 0.01 }]);
  });
});

describe.runIf(hasCore)('the core', () => {
  let engine: Engine, set: Dataset;
  beforeAll(async () => {
    engine = await engineInNode();
    set = await engine.dataset('objects', made);
  }, 60_000);
  it('begins every run with the same weights', async () => {
    const [one, other] = [await engine.model({ layers, input: [...shape], seed: 1 }), await engine.model({ layers, input: [...shape], seed: 1 })];
    expect(await one.parameters()).toEqual(await other.parameters());
    // By hand: 8 (27 + 1) + 16 (72 + 1) + 32 (8 * 8 * 16 + 1) + 10 (32 + 1).
    expect(one.described.parameters).toBe(224 + 1168 + 32800 + 330);
  });
  it('reaches the goal with momentum, and not with plain SGD at the same rate', { timeout: 90_000 }, async () => {
    const accuracy = async (run: Run) => {
      const net = await engine.model({ layers, input: [...shape], seed: 1 });
      await net.fit(part(set, 'train'), { options: optionsOf(run) });
      return (await net.evaluate(part(set, 'test'))).accuracy!;
    };
    expect(await accuracy({ optimizer: 'momentum', rate: 0.01 })).toBeGreaterThanOrEqual(goal);
    expect(await accuracy({ optimizer: 'sgd', rate: 0.01 })).toBeLessThan(goal);
  });
});
