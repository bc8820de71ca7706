// SPDX-License-Identifier: Apache-2.0
// Elephant or horse: learnt on white, watched in landscapes; maps of the layers; a picture of one's own. Answers are in the address.
import type { Engine, Model } from '../engine/engine';
import { pictureAt, type Shape } from '../parts/pixels';
import { answered, Runner } from '../parts/runner.svelte';
import type { LabState } from '../state';
import { cup, figures, networkOf, optionsOf, shape, type Figures } from './set';

export const lengths = [10, 20, 40];
export interface Score { epochs: number; training: number; validation: number }
export interface Maps { values: Float32Array; shape: Shape }
const oneOf = (text: string | null, options: readonly string[]) => (text !== null && options.includes(text) ? text : '');
const indexIn = (text: string | null, most: number) => (/^\d+$/.test(text ?? '') && Number(text) < most ? Number(text) : 0);
/** So many pictures of each kind can be picked. */
export const shown = 12;

export class FiguresLab {
  readonly runner = new Runner();
  first = $state('');
  epochs = $state(20);
  /** So many epochs were asked for when training began. */
  wanted = $state(20);
  /** The lengths it was trained for, perhaps in an earlier visit. */
  done = $state.raw<number[]>([]);
  differs = $state('');
  lights = $state('');
  closes = $state('');
  layer = $state(0);
  white = $state(0);
  outdoors = $state(0);
  /** What the learner says the network will say to the strange picture; and whether it was asked. */
  said = $state('');
  asked = $state(false);

  data = $state.raw<Figures | null>(null);
  net = $state.raw<Model | null>(null);
  ready = $state(false);
  scores = $state.raw<Score[]>([]);
  reads = $state.raw<{ white: number[]; outdoors: number[] } | null>(null);
  maps = $state.raw<{ white: Maps; outdoors: Maps } | null>(null);
  strange = $state.raw<{ picture: Float32Array; name: string; outputs: Float32Array } | null>(null);
  cup = $state.raw<Float32Array | null>(null);

  constructor(address: LabState) {
    this.first = oneOf(address.get('first'), ['train', 'same', 'val']);
    this.epochs = lengths.find((n) => String(n) === address.get('epochs')) ?? 20;
    this.done = lengths.filter((n) => (address.get('trained') ?? '').split('-').includes(String(n)));
    this.differs = oneOf(address.get('differs'), ['animals', 'background', 'pixels', 'labels']);
    this.lights = oneOf(address.get('lights'), ['nothing', 'place', 'frame']);
    this.closes = oneOf(address.get('closes'), ['yes', 'no']);
    this.layer = indexIn(address.get('layer'), 3);
    this.white = indexIn(address.get('white'), shown);
    this.outdoors = indexIn(address.get('outdoors'), shown);
    this.said = oneOf(address.get('said'), ['0', '1', 'neither']);
    this.asked = address.get('asked') === '1' && this.said !== '';
  }
  written(): Record<string, string | null> {
    const number = (value: number) => (value > 0 ? String(value) : null);
    return {
      first: this.first || null, epochs: this.epochs === 20 ? null : String(this.epochs), trained: this.done.join('-') || null, differs: this.differs || null, lights: this.lights || null, closes: this.closes || null,
      layer: number(this.layer), white: number(this.white), outdoors: number(this.outdoors), said: this.said || null, asked: this.asked ? '1' : null,
    };
  }

  open = () => this.runner.open(async (engine: Engine) => {
    const data = await figures(engine);
    this.cup = await cup(engine);
    this.data = data;
  });

  async learn() {
    const data = this.data;
    if (!data) return;
    const epochs = (this.wanted = this.epochs);
    [this.ready, this.reads, this.maps, this.strange] = [false, null, null, null];
    const made = await this.runner.tried(async () => {
      await this.net?.free();
      this.net = await this.runner.model(networkOf(1));
    });
    if (!made || !this.net || !(await this.runner.fit(this.net, data.train, { validation: data.validation, options: optionsOf(epochs, 1) }))) return;
    await this.runner.tried(() => this.#judge(data, epochs));
    await this.look();
  }
  async #judge({ train, validation }: Figures, epochs: number) {
    const net = this.net!;
    const [training, landscape] = [await net.evaluate(train), await net.evaluate(validation)];
    const reads = async (x: Float32Array) => {
      const outputs = await net.predict(x.subarray(0, shown * shape[0] * shape[1] * shape[2]));
      return Array.from({ length: shown }, (_, i) => answered(outputs, 2, i));
    };
    this.reads = { white: await reads(train.x), outdoors: await reads(validation.x) };
    this.scores = [...this.scores.filter((one) => one.epochs !== epochs), { epochs, training: training.accuracy ?? 0, validation: landscape.accuracy ?? 0 }].sort((a, b) => a.epochs - b.epochs);
    this.done = lengths.filter((n) => n === epochs || this.done.includes(n));
    this.ready = true;
  }
  readonly now = $derived(this.scores.find((one) => one.epochs === this.runner.epochs.length) ?? null);

  /** The layers whose maps can be seen: after each bend. */
  readonly layers = $derived(this.net?.described.layers.filter(({ line }) => line === 'relu').map(({ name }) => name) ?? []);
  async look() {
    const [net, data, layer] = [this.net, this.data, this.layers[this.layer]];
    if (!net || !data || !this.ready || layer === undefined) return;
    const [white, outdoors] = [this.white, this.outdoors];
    await this.runner.tried(async () => {
      const of = async (picture: Float32Array): Promise<Maps> => {
        const { values, shape: found } = await net.activations(layer, picture);
        return { values, shape: [found[0]!, found[1]!, found[2]!] };
      };
      const maps = { white: await of(pictureAt(data.train.x, shape, white)), outdoors: await of(pictureAt(data.validation.x, shape, outdoors)) };
      if (this.white === white && this.outdoors === outdoors && this.layers[this.layer] === layer) this.maps = maps;
    });
  }

  /** A picture that it was never meant for. */
  async ask(picture: Float32Array, name: string) {
    const net = this.net;
    if (!net || !this.ready || this.said === '') return;
    await this.runner.tried(async () => {
      const outputs = await net.predict(picture);
      [this.strange, this.asked] = [{ picture, name, outputs }, true];
    });
  }
}
