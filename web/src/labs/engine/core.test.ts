// SPDX-License-Identifier: Apache-2.0
// The engine of the labs on the real core, in Node.
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from './in_node';

const line = { x: Float32Array.of(-1, 0, 1, 2), targets: Float32Array.of(-3, -1, 1, 3) };

describe.runIf(hasCore)('the engine', () => {
  it('keeps at zero what the mask forbids, while it trains and after', async () => {
    const model = await (await engineInNode()).model({ layers: 'dense units=2\ndense units=1', input: [1, 1, 1], seed: 1 });
    const mask = Uint8Array.of(0, 1, 1, 1, 1, 1, 1);
    const seen: number[] = [];
    await model.fit(line, { options: { epochs: 5, batch: 4, optimizer: 'sgd', learning_rate: 0.05 }, mask, onEpoch: (_, parameters) => seen.push(parameters[0]!) });
    expect(seen).toEqual([0, 0, 0, 0, 0]);
    const parameters = await model.parameters();
    expect(parameters[0]).toBe(0);
    expect(parameters[1]).not.toBe(0);
  });
  it('takes yes and no as options', async () => {
    const model = await (await engineInNode()).model({ layers: 'dense units=4\nrelu\ndense units=1', input: [1, 1, 1], seed: 1 });
    const [whole, float] = [await model.tflite(line.x, { int8: true }), await model.tflite(line.x, { int8: false })];
    expect(whole.length).toBeGreaterThan(0);
    expect(float.length).not.toBe(whole.length);
  });
});
