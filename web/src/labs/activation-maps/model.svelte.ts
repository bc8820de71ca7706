// SPDX-License-Identifier: Apache-2.0
// What each filter of a trained network answers to three garments of one kind, layer by layer.
import { part, type Evaluated, type Model, type Samples } from '../engine/engine';
import { convNet, garmentSet, garmentShape, garmentTraining } from '../parts/garments';
import { pictureAt, type Shape } from '../parts/pixels';
import { Runner } from '../parts/runner.svelte';
import { wholeNumber } from '../parts/whole_number';
import { numberIn, type LabState } from '../state';

export const filters = 8;
/** Layers whose maps are shown, by their place in the network, and how wide their maps are. */
export const stages = [{ name: 'conv1', at: 1, side: 26 }, { name: 'pool1', at: 2, side: 13 }, { name: 'conv2', at: 4, side: 11 }, { name: 'pool2', at: 5, side: 5 }] as const;
export type Stage = (typeof stages)[number]['name'];
/** A filter belongs to a kind when it answers so many times as much as to all kinds on average. */
export const wanted = 1.3;
const oneOf = <T extends string>(text: string | null, options: readonly T[]): T | '' => options.find((one) => one === text) ?? '';

export interface Maps { stage: Stage; kind: number; values: Float32Array; shape: Shape }
export interface Found { kind: number; filter: number }

export class MapsLab {
  readonly runner = new Runner();
  given = $state<Record<Stage, string>>({ conv1: '', pool1: '', conv2: '', pool2: '' });
  first = $state('');
  lost = $state('');
  trainedOnce = $state(false);
  kind = $state(9);
  stage = $state<Stage>('conv1');
  filter = $state(0);
  /** Which filter the learner says belongs to which kind. */
  found = $state.raw<Found | null>(null);

  net = $state.raw<Model | null>(null);
  trained = $state(false);
  unseen = $state.raw<Evaluated | null>(null);
  /** Three pictures of the kind, and one of the learner's own behind them. */
  pictures = $state.raw<Float32Array[]>([]);
  own = $state.raw<{ values: Float32Array; name: string } | null>(null);
  maps = $state.raw<Maps | null>(null);
  /** Mean answer of every filter of the last pooling layer to every kind: [kind][filter]. */
  means = $state.raw<number[][]>([]);
  kernels = $state.raw<Float32Array | null>(null);
  train = $state.raw<(Samples & { count: number }) | null>(null);
  test = $state.raw<ReturnType<typeof part> | null>(null);
  #turn = 0;

  constructor(address: LabState) {
    for (const { name } of stages) this.given[name] = (address.get(name) ?? '').slice(0, 12);
    this.first = oneOf(address.get('first'), ['same', 'anywhere', 'everywhere']);
    this.lost = oneOf(address.get('lost'), ['where', 'what', 'nothing']);
    this.trainedOnce = address.get('trained') === '1';
    this.kind = Math.round(numberIn(address.get('kind'), 9, [0, 9]));
    this.stage = oneOf(address.get('stage'), stages.map((one) => one.name)) || 'conv1';
    this.filter = Math.round(numberIn(address.get('filter'), 1, [1, filters])) - 1;
    const found = /^(\d)\.([1-8])$/.exec(address.get('found') ?? '');
    this.found = found ? { kind: Number(found[1]), filter: Number(found[2]) - 1 } : null;
  }
  written(): Record<string, string | null> {
    return {
      ...Object.fromEntries(stages.map(({ name }) => [name, this.given[name] || null])), first: this.first || null, lost: this.lost || null, trained: this.trainedOnce ? '1' : null,
      kind: this.kind === 9 ? null : String(this.kind), stage: this.stage === 'conv1' ? null : this.stage, filter: this.filter === 0 ? null : String(this.filter + 1),
      found: this.found ? `${this.found.kind}.${this.found.filter + 1}` : null,
    };
  }
  readonly sized = $derived(stages.every(({ name, side }) => wholeNumber(this.given[name]) === side));

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('garments', garmentSet);
    [this.train, this.test] = [part(set, 'train'), part(set, 'test')];
    this.net = await engine.model(convNet);
  });

  async learn() {
    if (!this.net || !this.train || !this.test) return;
    [this.trained, this.maps, this.means, this.kernels] = [false, null, [], null];
    const fresh = await this.runner.tried(async () => {
      await this.net!.free();
      this.net = await this.runner.model(convNet);
    });
    const net = this.net;
    if (!fresh || !(await this.runner.fit(net, this.train, { options: garmentTraining }))) return;
    await this.runner.tried(async () => {
      this.unseen = await net.evaluate(this.test!);
      this.kernels = (await net.parameters()).slice(0, 9 * filters);
      const { values } = await net.activations(net.described.layers[5]!.name, this.test!.x);
      this.means = meansOf(values, this.test!.labels);
      [this.trained, this.trainedOnce] = [true, true];
    });
  }

  /** Maps of the chosen layer for the pictures of the chosen kind. */
  async look() {
    const [net, test, own] = [this.net, this.test, this.own];
    const layer = net?.described.layers[stages.find((one) => one.name === this.stage)!.at];
    if (!this.trained || !net || !layer || !test) return;
    const [kind, stage] = [this.kind, this.stage];
    const turn = ++this.#turn;
    // From three tailors: one after the other has four pictures of a kind.
    const at = [...test.labels.keys()].filter((i) => test.labels[i] === kind);
    const pictures = [...[0, 8, 16].map((i) => pictureAt(test.x, garmentShape, at[i]!)), ...(own ? [own.values] : [])];
    const x = new Float32Array(pictures.length * 784);
    pictures.forEach((one, i) => x.set(one, 784 * i));
    await this.runner.tried(async () => {
      const { values } = await net.activations(layer.name, x);
      const [height, width] = layer.output;
      if (turn === this.#turn) [this.pictures, this.maps] = [pictures, { stage, kind, values, shape: [height!, width!, filters] }];
    });
  }

  /** How much more the filter answers to the kind than to all ten on average. */
  readonly ratio = $derived.by(() => {
    if (!this.found || this.means.length === 0) return null;
    const { kind, filter } = this.found;
    const all = this.means.reduce((sum, one) => sum + one[filter]!, 0) / this.means.length;
    return all > 0 ? this.means[kind]![filter]! / all : 0;
  });
  readonly specialist = $derived(this.ratio !== null && this.ratio >= wanted);
}

/** The mean over all pixels of a map and all pictures of a kind. values: [picture][pixel][filter]. */
export function meansOf(values: Float32Array, labels: Int32Array): number[][] {
  const each = values.length / labels.length;
  const sums = Array.from({ length: 10 }, () => new Array<number>(filters).fill(0));
  const counts = new Array<number>(10).fill(0);
  labels.forEach((label, i) => {
    counts[label]! += each / filters;
    for (let p = 0; p < each; ++p) sums[label]![p % filters]! += values[i * each + p]!;
  });
  return sums.map((one, kind) => one.map((sum) => sum / (counts[kind] || 1)));
}
