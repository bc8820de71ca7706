// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { convNet, denseNet } from '../parts/garments';
import { counts, TwoNetworksLab } from './model.svelte';

const address = (query: string) => ({ get: (name: string) => new URLSearchParams(query).get(name), set: () => {} });

describe('two networks', () => {
  it('come back from the address with what was counted and predicted', () => {
    const lab = new TwoNetworksLab(address('dense=50240&conv=80&work=48,672&first=split&second=nobody&trained=1'));
    expect(lab.counted).toBe(true);
    expect(lab.written()).toMatchObject({ first: 'split', second: null, trained: '1', moved: null });
  });
});

describe.runIf(hasCore)('the core', () => {
  it('counts what the learner is asked to count', async () => {
    const engine = await engineInNode();
    const parameters = async (net: typeof denseNet, layer: number) => (await engine.model(net)).described.layers[layer]!.parts.reduce((all, one) => all + one.count, 0);
    expect(await parameters(denseNet, 1)).toBe(counts.dense);
    expect(await parameters(convNet, 0)).toBe(counts.conv);
    // The first convolution alone: 26 x 26 places, 8 kernels, 9 products.
    expect((await engine.model({ ...convNet, layers: 'conv2d filters=8 kernel=3x3 padding=valid' })).described.macs).toBe(counts.work);
  });
  it('says that the dense one has more weights and the convolutional one more work', async () => {
    const engine = await engineInNode();
    const [dense, conv] = [(await engine.model(denseNet)).described, (await engine.model(convNet)).described];
    expect(dense.parameters).toBeGreaterThan(conv.parameters);
    expect(dense.macs).toBeLessThan(conv.macs);
  });
});
