// SPDX-License-Identifier: Apache-2.0
// What was chosen, guessed and measured. Settings, guesses and goals are in the address; networks are not.
import { Stopped, type Engine, type Epoch, type Model } from '../engine/engine';
import { numberIn, type LabState } from '../state';
import { again, base, copyOf, digits, maskOf, measure, prune, pupil, taughtPupil, trainAgain, trained, type Digits, type Measured } from './ways';

export const shares = [10, 30, 50, 70, 80, 90, 95, 97, 99];
export const mostStarts = 5;
export type Kind = 'base' | 'cut' | 'again' | 'eight' | 'labels' | 'taught' | 'cut8' | 'pupil8';
/** One row of the table. share: of weights that were cut; start: of the pupil. */
export interface Result extends Measured { kind: Kind; share: number; start: number }
const places = ['base', 'cliff', 'again', 'eight', 'pupils', 'pair'] as const;
export type Place = (typeof places)[number];
const options = { first: ['half', 'same', 'rises'], second: ['quarter', 'worse', 'half'], third: ['beats', 'near', 'lost'] };
const oneOf = (text: string | null, list: readonly string[]) => list.find((option) => option === text) ?? '';

export class SmallLab {
  first = $state('');
  second = $state('');
  third = $state('');
  share = $state(50);
  start = $state(1);
  pair = $state<'cut8' | 'pupil8'>('cut8');
  /** The guess of the pair's accuracy in percent, before it runs. */
  guess = $state('');
  reached = $state<Place[]>([]);
  /** Shares that were tried without training again. */
  tried = $state<number[]>([]);

  doing = $state<Kind | ''>('');
  epoch = $state(0);
  epochs = $state(0);
  error = $state('');
  losses = $state.raw<number[]>([]);
  results = $state.raw<Result[]>([]);
  some = $state.raw<Float32Array | null>(null);
  counts = $state.raw<{ train: number; test: number } | null>(null);
  #digits: Digits | null = null;
  #teacher: Model | null = null;

  readonly base = $derived(this.results.find(({ kind }) => kind === 'base') ?? null);

  constructor(address: LabState) {
    this.first = oneOf(address.get('first'), options.first);
    this.second = oneOf(address.get('second'), options.second);
    this.third = oneOf(address.get('third'), options.third);
    const share = Number(address.get('share'));
    this.share = shares.includes(share) ? share : 50;
    this.start = Math.round(numberIn(address.get('start'), 1, [1, mostStarts]));
    this.pair = address.get('pair') === 'pupil8' ? 'pupil8' : 'cut8';
    this.guess = address.get('guess') && Number.isFinite(Number(address.get('guess'))) ? address.get('guess')! : '';
    this.reached = places.filter((place) => (address.get('reached') ?? '').split(',').includes(place));
    this.tried = (address.get('tried') ?? '').split(',').map(Number).filter((one) => shares.includes(one));
  }

  written(): Record<string, string | null> {
    return {
      first: this.first || null, second: this.second || null, third: this.third || null, share: this.share === 50 ? null : String(this.share), start: this.start === 1 ? null : String(this.start),
      pair: this.pair === 'cut8' ? null : this.pair, guess: this.guess || null, reached: this.reached.join(',') || null, tried: this.tried.join(',') || null,
    };
  }

  #reach(place: Place) {
    this.reached = places.filter((one) => one === place || this.reached.includes(one));
  }
  result(kind: Kind, share = 0, start = 0): Result | null {
    return this.results.find((one) => one.kind === kind && one.share === share && one.start === start) ?? null;
  }
  #add(kind: Kind, measured: Measured, share = 0, start = 0) {
    this.results = [...this.results.filter((one) => !(one.kind === kind && one.share === share && one.start === start)), { ...measured, kind, share, start }];
  }

  /** Runs one way: shows its epochs, and says what failed. */
  async #run(kind: Kind, epochs: number, work: (heard: (epoch: Epoch) => void) => Promise<void>) {
    [this.doing, this.epoch, this.epochs, this.error, this.losses] = [kind, 0, epochs, '', []];
    try {
      await work(({ epoch, loss }) => {
        [this.epoch, this.losses] = [epoch, [...this.losses, loss]];
      });
    } catch (error) {
      if (!(error instanceof Stopped)) this.error = error instanceof Error ? error.message : String(error);
    } finally {
      this.doing = '';
    }
  }

  /** Draws the digits, so that the lab needs nothing more afterwards. */
  async load(engine: Engine) {
    try {
      this.#digits ??= await digits(engine);
      [this.some, this.counts] = [this.#digits.some, { train: this.#digits.train.count, test: this.#digits.test.count }];
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
    }
  }

  train = (engine: Engine) => this.#run('base', base.epochs, async (heard) => {
    const set = this.#digits!;
    this.#teacher = await trained(engine, set, heard);
    this.results = [];
    this.#add('base', await measure(engine, set, this.#teacher, false));
    this.#reach('base');
  });

  /** A copy of the trained network with this share of its weights cut. */
  async #cut(engine: Engine, share: number): Promise<[Model, Uint8Array]> {
    const parameters = await this.#teacher!.parameters();
    const model = await copyOf(engine, parameters);
    const mask = maskOf(model.described, parameters, share / 100);
    await prune(model, mask);
    return [model, mask];
  }
  cut = (engine: Engine) => this.#run('cut', 0, async () => {
    const share = this.share;
    const [model] = await this.#cut(engine, share);
    this.#add('cut', await measure(engine, this.#digits!, model, false), share);
    await model.free();
    if (!this.tried.includes(share)) this.tried = [...this.tried, share];
    if (this.tried.length >= 3 && this.tried.some((one) => one >= 90)) this.#reach('cliff');
  });
  trainAgain = (engine: Engine) => this.#run('again', again.epochs, async (heard) => {
    const share = this.share;
    const [model, mask] = await this.#cut(engine, share);
    await trainAgain(model, this.#digits!, mask, heard);
    this.#add('again', await measure(engine, this.#digits!, model, false), share);
    await model.free();
    this.#reach('again');
  });
  eight = (engine: Engine) => this.#run('eight', 0, async () => {
    this.#add('eight', await measure(engine, this.#digits!, this.#teacher!, true));
    this.#reach('eight');
  });
  teach = (engine: Engine, kind: 'labels' | 'taught') => this.#run(kind, pupil.epochs, async (heard) => {
    const start = this.start;
    const model = await taughtPupil(engine, this.#digits!, kind === 'taught' ? this.#teacher : null, start, heard);
    this.#add(kind, await measure(engine, this.#digits!, model, false), 0, start);
    await model.free();
    if (this.result('labels', 0, start) && this.result('taught', 0, start)) this.#reach('pupils');
  });
  /** Two steps, one after the other: cut, train again and round; or teach and round. */
  both = (engine: Engine) => this.#run(this.pair, this.pair === 'cut8' ? again.epochs : pupil.epochs, async (heard) => {
    const [pair, share, start, set] = [this.pair, this.share, this.start, this.#digits!];
    let model: Model;
    if (pair === 'cut8') {
      const [cut, mask] = await this.#cut(engine, share);
      await trainAgain(cut, set, mask, heard);
      model = cut;
    } else model = await taughtPupil(engine, set, this.#teacher, start, heard);
    this.#add(pair, await measure(engine, set, model, true), pair === 'cut8' ? share : 0, pair === 'pupil8' ? start : 0);
    await model.free();
    this.#reach('pair');
  });
}
