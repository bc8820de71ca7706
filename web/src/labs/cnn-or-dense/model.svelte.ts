// SPDX-License-Identifier: Apache-2.0
// A dense and a convolutional network on the same garments: weights, work, accuracy, and what a shift does to both.
import { part, type Epoch, type Evaluated, type Model, type Samples } from '../engine/engine';
import { convNet, denseNet, garmentSet, garmentShape, garmentTraining } from '../parts/garments';
import { pictureAt } from '../parts/pixels';
import { Runner } from '../parts/runner.svelte';
import { wholeNumber } from '../parts/whole_number';
import type { LabState } from '../state';

export const kinds = ['dense', 'conv'] as const;
export type Kind = (typeof kinds)[number];
const networks = { dense: denseNet, conv: convNet };
/** Percent of the width that a garment is moved by at most, each way. */
export const shifts = [0, 5, 10, 15];

export const counts = { dense: 784 * 64 + 64, conv: 8 * 9 + 8, work: 26 * 26 * 8 * 9 } as const;
export type Counted = keyof typeof counts;
const countNames = Object.keys(counts) as Counted[];
const oneOf = (text: string | null, options: string[]) => (text !== null && options.includes(text) ? text : '');

export interface Result { training: Evaluated; unseen: Evaluated; epochs: Epoch[] }

export class TwoNetworksLab {
  readonly runner = new Runner();
  given = $state<Record<Counted, string>>({ dense: '', conv: '', work: '' });
  first = $state('');
  second = $state('');
  why = $state('');
  trainedOnce = $state(false);
  moved = $state(false);

  nets = $state.raw<Record<Kind, Model> | null>(null);
  results = $state.raw<Partial<Record<Kind, Result>>>({});
  /** Accuracy of both for each shift, and how the garments look then. */
  shifted = $state.raw<{ percent: number; dense: number; conv: number; pictures: Float32Array }[]>([]);
  train = $state.raw<(Samples & { count: number }) | null>(null);
  validation = $state.raw<(Samples & { count: number }) | null>(null);
  test = $state.raw<ReturnType<typeof part> | null>(null);

  constructor(address: LabState) {
    for (const name of countNames) this.given[name] = (address.get(name) ?? '').slice(0, 12);
    this.first = oneOf(address.get('first'), ['dense', 'split', 'conv']);
    this.second = oneOf(address.get('second'), ['dense', 'conv', 'none']);
    this.why = oneOf(address.get('why'), ['shared', 'small', 'fewer']);
    this.trainedOnce = address.get('trained') === '1';
    this.moved = address.get('moved') === '1';
  }
  written(): Record<string, string | null> {
    return {
      ...Object.fromEntries(countNames.map((name) => [name, this.given[name] || null])), first: this.first || null, second: this.second || null, why: this.why || null,
      trained: this.trainedOnce ? '1' : null, moved: this.moved ? '1' : null,
    };
  }
  readonly counted = $derived(countNames.every((name) => wholeNumber(this.given[name]) === counts[name]));
  readonly trained = $derived(this.results.dense !== undefined && this.results.conv !== undefined);

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('garments', garmentSet);
    [this.train, this.validation, this.test] = [part(set, 'train'), part(set, 'validation'), part(set, 'test')];
    this.nets = { dense: await engine.model(networks.dense), conv: await engine.model(networks.conv) };
  });

  /** Both from fresh weights, on the same pictures in the same order. */
  async learn() {
    if (!this.nets) return;
    [this.results, this.shifted] = [{}, []];
    for (const kind of kinds) {
      const fresh = await this.runner.tried(async () => {
        await this.nets![kind].free();
        this.nets = { ...this.nets!, [kind]: await this.runner.model(networks[kind]) };
      });
      const net = this.nets[kind];
      if (!fresh || !(await this.runner.fit(net, this.train!, { validation: this.validation!, options: garmentTraining }, kind))) return;
      const epochs = this.runner.epochs;
      await this.runner.tried(async () => {
        this.results = { ...this.results, [kind]: { training: await net.evaluate(this.train!), unseen: await net.evaluate(this.test!), epochs } };
      });
    }
    if (this.trained) this.trainedOnce = true;
  }

  /** The exam once more, with every garment moved. */
  async move() {
    const [nets, test] = [this.nets, this.test];
    if (!nets || !test || !this.trained) return;
    this.shifted = [];
    await this.runner.tried(async () => {
      for (const percent of shifts) {
        const x = percent === 0 ? test.x : await this.runner.engine!.augment(test.x, [...garmentShape], { shift_percent: percent, seed: 7 });
        const [dense, conv] = [await nets.dense.evaluate({ x, labels: test.labels }), await nets.conv.evaluate({ x, labels: test.labels })];
        this.shifted = [...this.shifted, { percent, dense: dense.accuracy ?? 0, conv: conv.accuracy ?? 0, pictures: x }];
      }
      this.moved = true;
    });
  }
  picture = (x: Float32Array, at: number) => pictureAt(x, garmentShape, at);
}
