// SPDX-License-Identifier: Apache-2.0
// The same network on the same figures, with and without changed pictures. Runs, answers and sliders are in the address; results are computed anew.
import type { Engine, Model, Options } from '../engine/engine';
import { figures, networkOf, optionsOf, shape, type Figures } from '../figures/set';
import { pictureAt } from '../parts/pixels';
import { Runner } from '../parts/runner.svelte';
import type { LabState } from '../state';
import { isAll, isPlain, mostRuns, narrower, nothing, optionsFor, pairs, readChange, readRuns, sameRun, starts, writeChange, writeRuns, type Change, type Run } from './runs';

export const epochs = 40;
/** So many versions of one picture are shown. */
export const versions = 7;
/** So many pictures can be looked at in the preview. */
export const previews = 6;
export interface Result { training: number; validation: number; seen: number[]; unseen: number[] }

export class AugmentedLab {
  readonly runner = new Runner();
  change = $state<Change>({ ...nothing });
  start = $state(1);
  first = $state('');
  missing = $state('');
  runs = $state.raw<Run[]>([]);
  results = $state.raw<(Result | null)[]>([]);
  /** The picture of the preview, and the throw of the dice. */
  shown = $state(0);
  roll = $state(1);
  now = $state(-1);
  /** A run with all five has had a clearly narrower gap, perhaps in an earlier visit. */
  narrowed = $state(false);

  data = $state.raw<Figures | null>(null);
  preview = $state.raw<Float32Array[]>([]);
  net = $state.raw<Model | null>(null);
  own = $state.raw<{ picture: Float32Array; outputs: Float32Array } | null>(null);
  /** The run whose network is asked about a picture. */
  latest = $state(-1);

  constructor(address: LabState) {
    this.change = readChange(address.get('change')) ?? { ...nothing };
    this.start = starts.find((n) => String(n) === address.get('start')) ?? 1;
    this.first = ['narrower', 'same', 'wider'].find((one) => one === address.get('first')) ?? '';
    this.missing = ['turns', 'places', 'epochs'].find((one) => one === address.get('missing')) ?? '';
    this.runs = readRuns(address.get('runs'));
    this.narrowed = address.get('narrowed') === '1' && this.runs.some(isAll);
    this.results = this.runs.map(() => null);
    this.shown = /^[0-5]$/.test(address.get('picture') ?? '') ? Number(address.get('picture')) : 0;
  }
  written(): Record<string, string | null> {
    return {
      change: isPlain(this.change) ? null : writeChange(this.change), start: this.start === 1 ? null : String(this.start), first: this.first || null, missing: this.missing || null,
      runs: writeRuns(this.runs) || null, narrowed: this.narrowed ? '1' : null, picture: this.shown > 0 ? String(this.shown) : null,
    };
  }

  open = () => this.runner.open(async (engine: Engine) => {
    this.data = await figures(engine);
    await this.#look(engine);
  });

  readonly wanted = $derived<Run>({ ...this.change, start: this.start });
  readonly repeats = $derived(this.runs.findIndex((run) => sameRun(run, this.wanted)));
  readonly full = $derived(this.runs.length >= mostRuns);
  readonly uncomputed = $derived(this.results.some((one) => one === null));
  /** Runs that were computed with and without changes from the same start. */
  readonly pairs = $derived(pairs(this.runs).filter(({ plain, changed }) => this.results[plain] && this.results[changed]));
  gap = (at: number) => (this.results[at] ? this.results[at].training - this.results[at].validation : NaN);

  /** Turns the sliders and shows what comes of it. */
  set(change: Partial<Change>) {
    this.change = { ...this.change, ...change };
    this.look();
  }
  look() {
    const engine = this.runner.engine;
    // The core is busy while it trains; the preview comes afterwards.
    if (engine && !this.runner.running) void this.runner.tried(() => this.#look(engine));
  }
  async #look(engine: Engine) {
    const [data, change, shown, roll] = [this.data, this.change, this.shown, this.roll];
    if (!data) return;
    const one = pictureAt(data.train.x, shape, shown);
    const many = new Float32Array(one.length * versions);
    for (let i = 0; i < versions; ++i) many.set(one, i * one.length);
    const changed = isPlain(change) ? many : await engine.augment(many, [...shape], { ...optionsFor(change, ''), seed: roll });
    if (this.change === change && this.shown === shown && this.roll === roll) this.preview = Array.from({ length: versions }, (_, i) => pictureAt(changed, shape, i));
  }

  async learn() {
    if (!this.data || this.full || this.repeats >= 0) return;
    const run = { ...this.wanted };
    const result = await this.#compute(run, this.runs.length);
    if (result) [this.runs, this.results, this.latest] = [[...this.runs, run], [...this.results, result], this.runs.length];
    this.#compare();
    this.look();
  }
  #compare() {
    if (this.pairs.some(({ plain, changed }) => isAll(this.runs[changed]!) && this.gap(changed) < this.gap(plain) - narrower)) this.narrowed = true;
  }
  /** After a reload: all runs once more. */
  async again() {
    for (const [at, run] of this.runs.entries()) {
      if (this.results[at]) continue;
      const result = await this.#compute(run, at);
      if (!result) break;
      [this.results, this.latest] = [this.results.map((one, i) => (i === at ? result : one)), at];
    }
    this.#compare();
    this.look();
  }
  removeLast() {
    [this.runs, this.results] = [this.runs.slice(0, -1), this.results.slice(0, -1)];
    if (this.latest >= this.runs.length) [this.latest, this.own] = [-1, null];
  }

  async #compute(run: Run, at: number): Promise<Result | null> {
    const data = this.data!;
    let result: Result | null = null;
    this.now = at;
    await this.runner.tried(async () => {
      await this.net?.free();
      [this.net, this.own, this.latest] = [await this.runner.model(networkOf(run.start)), null, -1];
      const options: Options = { ...optionsOf(epochs, run.start), ...optionsFor(run, 'augment_') };
      if (!(await this.runner.fit(this.net, data.train, { validation: data.validation, options }))) return;
      const [training, validation] = [await this.net.evaluate(data.train), await this.net.evaluate(data.validation)];
      result = {
        training: training.accuracy ?? 0, validation: validation.accuracy ?? 0,
        seen: this.runner.epochs.map((e) => e.accuracy ?? NaN), unseen: this.runner.epochs.map((e) => e.validation_accuracy ?? NaN),
      };
    });
    this.now = -1;
    return result;
  }

  /** The network of the last run looks at a picture of the learner. */
  async ask(picture: Float32Array) {
    const net = this.net;
    if (!net || this.latest < 0) return;
    await this.runner.tried(async () => {
      this.own = { picture, outputs: await net.predict(picture) };
    });
  }
}
