// SPDX-License-Identifier: Apache-2.0
// Rendered digits, a network of 784-20-10, what the learner counts, predicts and draws. Settings and answers are in the address, weights are not.
import { part, type Dataset, type Evaluated, type Model, type Samples } from '../engine/engine';
import { pictureAt, type Shape } from '../parts/pixels';
import { answered, Runner } from '../parts/runner.svelte';
import { wholeNumber } from '../parts/whole_number';
import type { LabState } from '../state';
import { painted, readStrokes, writeStrokes, type Stroke } from './strokes';

export const epochs = 20;
export const shape: Shape = [28, 28, 1];
export const names = Array.from({ length: 10 }, (_, i) => String(i));
const made = { per_class: 160, size: 28, seed: 1 };
const network = { layers: 'flatten\ndense units=20\nrelu\ndense units=10\nsoftmax', input: [28, 28, 1] as [number, number, number], seed: 1 };

/** What there is to count, and the right numbers. */
export const counts = { w1: 784 * 20, b1: 20, w2: 20 * 10, b2: 10, all: 784 * 20 + 20 + 20 * 10 + 10 } as const;
export type Count = keyof typeof counts;
const countNames = Object.keys(counts) as Count[];

export type Try = { meant: number; read: number };
const writeTries = (tries: Try[]) => tries.map(({ meant, read }) => `${meant}${read}`).join('-');
const readTries = (text: string | null): Try[] => (text ?? '').split('-').filter((one) => /^\d\d$/.test(one)).map((one) => ({ meant: Number(one[0]), read: Number(one[1]) }));
const oneOf = (text: string | null, options: string[]) => (text !== null && options.includes(text) ? text : '');
const mostTries = 20;

export interface Answered { at: number; truth: number; read: number; outputs: Float32Array }

export class DigitsLab {
  readonly runner = new Runner();
  given = $state<Record<Count, string>>({ w1: '', b1: '', w2: '', b2: '', all: '' });
  first = $state('');
  letter = $state('');
  ink = $state.raw<Stroke[]>([]);
  meant = $state(-1);
  tries = $state.raw<Try[]>([]);
  /** It was trained once, perhaps before the page was loaded anew. */
  trainedOnce = $state(false);

  set = $state.raw<Dataset | null>(null);
  net = $state.raw<Model | null>(null);
  trained = $state(false);
  untrained = $state.raw<Evaluated | null>(null);
  seen = $state.raw<Evaluated | null>(null);
  unseen = $state.raw<Evaluated | null>(null);
  answers = $state.raw<Answered[]>([]);
  chosen = $state(-1);
  own = $state.raw<{ picture: Float32Array; outputs: Float32Array } | null>(null);

  train = $state.raw<(Samples & { count: number }) | null>(null);
  validation = $state.raw<(Samples & { count: number }) | null>(null);
  test = $state.raw<ReturnType<typeof part> | null>(null);

  constructor(address: LabState) {
    for (const name of countNames) this.given[name] = (address.get(name) ?? '').slice(0, 12);
    this.first = oneOf(address.get('first'), ['none', 'ten', 'half']);
    this.letter = oneOf(address.get('letter'), ['refuse', 'digit', 'zero']);
    this.ink = readStrokes(address.get('ink'));
    this.meant = /^\d$/.test(address.get('meant') ?? '') ? Number(address.get('meant')) : -1;
    this.tries = readTries(address.get('tries')).slice(-mostTries);
    this.trainedOnce = address.get('trained') === '1';
  }
  written(): Record<string, string | null> {
    return {
      ...Object.fromEntries(countNames.map((name) => [name, this.given[name] || null])), first: this.first || null, letter: this.letter || null,
      ink: writeStrokes(this.ink) || null, meant: this.meant < 0 ? null : String(this.meant), tries: writeTries(this.tries) || null, trained: this.trainedOnce ? '1' : null,
    };
  }

  readonly counted = $derived(countNames.every((name) => wholeNumber(this.given[name]) === counts[name]));
  readonly readRight = $derived(this.tries.some(({ meant, read }) => meant === read));
  readonly fooled = $derived(this.tries.some(({ meant, read }) => meant !== read));

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('glyphs', made);
    [this.train, this.validation, this.test] = [part(set, 'train'), part(set, 'validation'), part(set, 'test')];
    const net = await engine.model(network);
    this.untrained = await net.evaluate(this.test);
    [this.set, this.net] = [set, net];
  });

  async learn() {
    if (!this.net || !this.train || !this.validation) return;
    [this.trained, this.seen, this.unseen, this.answers, this.own, this.chosen] = [false, null, null, [], null, -1];
    const fresh = await this.runner.tried(async () => {
      await this.net!.free();
      this.net = await this.runner.model(network);
    });
    if (!fresh) return;
    const well = await this.runner.fit(this.net, this.train, { validation: this.validation, options: { epochs, batch: 32, optimizer: 'adam', learning_rate: 0.001, seed: 1 } });
    if (!well) return;
    await this.runner.tried(() => this.#judge());
    this.#read();
  }

  async #judge() {
    const [net, test] = [this.net!, this.test!];
    [this.seen, this.unseen] = [await net.evaluate(this.train!), await net.evaluate(test)];
    const outputs = await net.predict(test.x);
    this.answers = Array.from(test.labels, (truth, at) => ({ at, truth, read: answered(outputs, 10, at), outputs: outputs.subarray(10 * at, 10 * at + 10) }));
    [this.trained, this.trainedOnce] = [true, true];
  }
  readonly wrong = $derived(this.answers.filter(({ truth, read }) => truth !== read));
  /** Mistakes first, then one right answer for each digit. */
  readonly shown = $derived([...this.wrong.slice(0, 12), ...names.flatMap((_, digit) => this.answers.find(({ truth, read }) => truth === digit && read === digit) ?? [])]);
  picture = (at: number) => pictureAt(this.test!.x, shape, at);

  draw(ink: Stroke[]) {
    this.ink = ink;
    this.#read();
  }
  /** The network answers to the drawing as it is now. */
  #read() {
    const [net, ink] = [this.net, this.ink];
    if (!net || !this.trained || ink.length === 0) return void (this.own = null);
    const picture = painted(ink);
    void this.runner.tried(async () => {
      const outputs = await net.predict(picture);
      if (this.ink === ink) this.own = { picture, outputs };
    });
  }
  /** The learner has finished a digit and said which one it is. */
  judge() {
    if (!this.own || this.meant < 0) return;
    this.tries = [...this.tries, { meant: this.meant, read: answered(this.own.outputs, 10) }].slice(-mostTries);
  }
}
