// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { part, type Dataset, type Engine } from '../engine/engine';
import { engineInNode, hasCore } from '../engine/in_node';
import { begin, differences, goal, layersOf, made, optionsOf, readRuns, shape, writeRuns, type Choices } from './choices';

const good: Choices = { batch: 32, model: 'fine', loss: 'softmax_cross_entropy', optimizer: 'adam', rate: 0.002, epochs: 20, augment: 'none' };

describe('choices', () => {
  it('come back from the address', () => {
    expect(readRuns(writeRuns([begin, good]))).toEqual([begin, good]);
    expect(readRuns('9999999.12.x')).toEqual([]);
  });
  it('differ one by one', () => {
    expect(differences(good, { ...good, epochs: 40 })).toEqual(['epochs']);
    expect(differences(begin, good)).toHaveLength(6);
  });
});

describe.runIf(hasCore)('the core', () => {
  let engine: Engine, set: Dataset;
  beforeAll(async () => {
    engine = await engineInNode();
    set = await engine.dataset('leaves', made);
  }, 60_000);
  const run = async (choices: Choices) => {
    const [train, validation, test] = [part(set, 'train'), part(set, 'validation'), part(set, 'test')];
    const net = await engine.model({ layers: layersOf[choices.model], input: [...shape], seed: 1 });
    const first = (await net.evaluate(train, { loss: choices.loss })).loss;
    await net.fit(train, { validation, options: optionsOf(choices) });
    return { first, test: (await net.evaluate(test)).accuracy!, count: train.count };
  };
  it('reaches the goal with good choices, from a loss near ln 3', { timeout: 60_000 }, async () => {
    const { first, test, count } = await run(good);
    expect(count).toBe(705);
    expect(Math.abs(first - Math.log(3))).toBeLessThan(0.1);
    expect(test).toBeGreaterThanOrEqual(goal);
  });
  it('does not reach it with a dense network, a coarse one, or a rate that is far off', { timeout: 120_000 }, async () => {
    for (const careless of [{ ...good, model: 'dense' }, { ...good, model: 'coarse' }, { ...good, rate: 0.1 }, { ...good, optimizer: 'sgd', rate: 0.0001 }] as Choices[])
      expect((await run(careless)).test, JSON.stringify(careless)).toBeLessThan(goal);
  });
  it('learns by the mean squared error too, from another first loss', { timeout: 60_000 }, async () => {
    const { first, test } = await run({ ...good, loss: 'mse' });
    // By hand, for shares of one third: ((2/3)^2 + 2 (1/3)^2) / 3 = 0.22.
    expect(Math.abs(first - 2 / 9)).toBeLessThan(0.03);
    expect(test).toBeGreaterThan(0.7);
  });
});
