// SPDX-License-Identifier: Apache-2.0
// Walks of gradient descent on the six points, by the core: from w = b = 10, one step an epoch. The settings are in the address.
import type { Engine } from '../engine/engine';
import { largestRate, xs, ys } from '../exploring-loss/loss';
import { numberIn, type LabState } from '../state';

/** Where a walk stands after a step, and the loss there. */
export interface Foot { w: number; b: number; loss: number }

export const steps = 50;
export const start = { w: 10, b: 10 };
export const rateRange = [0.005, 0.25] as const;
export const firstOptions = ['little', 'goal', 'beyond'];
export const secondOptions = ['0.05', '0.09', '0.17'];
const places = ['walked', 'raced'] as const;
type Place = (typeof places)[number];

/** The start and `steps` steps; the core trains one neuron on all six points at once. */
export async function walk(engine: Engine, rate: number): Promise<Foot[]> {
  const model = await engine.model({ layers: 'dense units=1', input: [1, 1, 1], seed: 1 });
  const samples = { x: Float32Array.from(xs), targets: Float32Array.from(ys) };
  await model.set(Float32Array.of(start.w, start.b));
  const feet = [{ ...start, loss: 0 }];
  const epochs = await model.fit(samples, {
    options: { epochs: steps, batch: xs.length, optimizer: 'sgd', learning_rate: rate, loss: 'mse' },
    onEpoch: (_, [w, b]) => feet.push({ w: w!, b: b!, loss: 0 }),
  });
  // An epoch tells the loss from which it stepped.
  epochs.forEach(({ loss }, i) => (feet[i]!.loss = loss));
  feet.at(-1)!.loss = (await model.evaluate(samples, { loss: 'mse' })).loss;
  await model.free();
  return feet;
}

/** It ends higher than it was after its first step. */
export const left = (feet: readonly Foot[]) => feet.length > 2 && !(feet.at(-1)!.loss < feet[1]!.loss);

const short = (value: number) => String(Math.round(value * 1000) / 1000);

export class DescentLab {
  rate = $state(0.09);
  /** The rate beside it; 0: there is none. */
  rival = $state(0);
  step = $state(0);
  first = $state('');
  second = $state('');
  /** The learner's answer: from which rate on a walk leaves. */
  limit = $state('');
  reached = $state<Place[]>([]);
  /** Other rates that were seen at step 50. */
  raced = $state<string[]>([]);
  mine = $state.raw<Foot[]>([]);
  other = $state.raw<Foot[]>([]);
  error = $state('');

  readonly limitRight = $derived(this.limit !== '' && Number(this.limit) >= 0.17 - 1e-9 && Number(this.limit) <= 0.18 + 1e-9);
  readonly limitTooSmall = $derived(Number(this.limit) < largestRate);
  /** As far as is shown. */
  readonly path = $derived(this.mine.slice(0, this.step + 1));
  readonly otherPath = $derived(this.rival > 0 ? this.other.slice(0, this.step + 1) : []);

  constructor(address: LabState) {
    this.rate = numberIn(address.get('rate'), 0.09, rateRange);
    this.rival = numberIn(address.get('rival'), 0, rateRange);
    this.step = Math.round(numberIn(address.get('step'), 0, [0, steps]));
    this.first = firstOptions.find((option) => option === address.get('first')) ?? '';
    this.second = secondOptions.find((option) => option === address.get('second')) ?? '';
    this.limit = Number.isFinite(Number(address.get('limit') ?? NaN)) ? (address.get('limit') ?? '') : '';
    this.reached = places.filter((place) => (address.get('reached') ?? '').split(',').includes(place));
    this.raced = (address.get('raced') ?? '').split(',').filter((rate) => Number(rate) > 0).slice(0, 9);
  }

  written(): Record<string, string | null> {
    return {
      rate: this.rate === 0.09 ? null : short(this.rate), rival: this.rival === 0 ? null : short(this.rival), step: this.step === 0 ? null : String(this.step),
      first: this.first || null, second: this.second || null, limit: this.limit || null, reached: this.reached.join(',') || null, raced: this.raced.join(',') || null,
    };
  }

  #asked = 0;
  /** Both walks for the rates that are set; an answer that comes too late is dropped. */
  async compute(engine: Engine) {
    const mine = ++this.#asked;
    try {
      const [one, two] = [await walk(engine, this.rate), this.rival > 0 ? await walk(engine, this.rival) : []];
      if (mine === this.#asked) [this.mine, this.other, this.error] = [one, two, ''];
    } catch (error) {
      if (mine === this.#asked) this.error = error instanceof Error ? error.message : String(error);
    }
  }

  /** One step or more; false at the end. */
  go(more: number): boolean {
    this.step = Math.min(steps, this.step + more);
    this.note();
    return this.step < steps;
  }
  back() {
    this.step = 0;
  }
  /** What was reached is kept, whatever is set afterwards. */
  note() {
    if (this.step < steps) return;
    if (short(this.rate) === '0.09') this.reached = places.filter((place) => place === 'walked' || this.reached.includes(place));
    for (const rate of [this.rate, ...(this.rival > 0 ? [this.rival] : [])].map(short))
      if (rate !== '0.09' && !this.raced.includes(rate)) this.raced = [...this.raced, rate].slice(-9);
    if (this.raced.length >= 2) this.reached = places.filter((place) => place === 'raced' || this.reached.includes(place));
  }
}
