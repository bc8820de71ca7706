// SPDX-License-Identifier: Apache-2.0
// Elephants and horses of the two labs about figures: learnt on white, judged in landscapes. One set, one network.
import { t } from '../../i18n/index.svelte';
import { part, type Dataset, type Engine, type Network, type Options } from '../engine/engine';
import type { Shape } from '../parts/pixels';

export const shape: Shape = [48, 48, 3];
/** So many pictures are learnt from; all landscapes of the set judge. */
export const trained = 160;
export const networkOf = (seed: number): Network => ({
  layers: ['conv2d filters=16 kernel=5x5 stride=2', 'relu', 'conv2d filters=32 kernel=3x3 stride=2', 'relu', 'conv2d filters=32 kernel=3x3 stride=2', 'relu', 'flatten', 'dense units=2', 'softmax'].join('\n'),
  input: [48, 48, 3], seed,
});
export const optionsOf = (epochs: number, seed: number): Options => ({ epochs, batch: 16, optimizer: 'adam', learning_rate: 0.001, keep: 'last', seed });
export const animals = () => [t('elephant'), t('horse')];

export interface Figures { train: ReturnType<typeof part>; validation: ReturnType<typeof part> }
export async function figures(engine: Engine): Promise<Figures> {
  const set: Dataset = await engine.dataset('figures', { per_class: 300, size: 48, seed: 1 });
  return { train: part(set, 'train', trained), validation: part(set, 'validation') };
}
/** A rendered thing that is neither. */
export async function cup(engine: Engine): Promise<Float32Array> {
  const set = await engine.dataset('objects', { per_class: 1, size: 48, seed: 4 });
  const width = set.x.length / set.count;
  const at = [...set.y].findIndex((label) => set.labels[label] === 'cup');
  return set.x.slice(at * width, (at + 1) * width);
}
