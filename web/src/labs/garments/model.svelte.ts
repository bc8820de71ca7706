// SPDX-License-Identifier: Apache-2.0
// Runs side by side on the same garments and from the same seed. Settings, expectations and answers are in the address; results are computed anew.
import { part, type Dataset, type Epoch, type Model, type Options, type Samples } from '../engine/engine';
import { garmentShape } from '../parts/garments';
import { pictureAt } from '../parts/pixels';
import { answered, Runner } from '../parts/runner.svelte';
import { RunTable } from '../parts/run_table.svelte';
import type { LabState } from '../state';
import { baseline, compared, experimentOf, layersOf, mostRuns, patience, readRuns, sameSettings, writeRuns, type Expected, type Experiment, type Run, type Settings } from './runs';

const made = { per_class: 200, size: 28, seed: 1 };
type Part = Samples & { x: Float32Array; labels: Int32Array; count: number };
export interface Result { weights: number; training: number; validation: number; loss: number; epochs: Epoch[]; parameters: Float32Array }
export interface Exam { run: number; accuracy: number; correct: number; wrong: { at: number; truth: number; read: number }[] }

export class GarmentsLab extends RunTable<Run, Result, Exam> {
  readonly runner = new Runner();
  settings = $state<Settings>({ ...baseline });
  expected = $state<Expected>('');
  hurt = $state('');
  why = $state('');
  set = $state.raw<Dataset | null>(null);
  /** The run that is computed now, and how many epochs it has at most. */
  now = $state(-1);
  planned = $state(0);

  parts = $state.raw<{ train: Part; validation: Part; test: Part } | null>(null);
  #stored: { train: Part; validation: Part; test: Part } | null = null;

  constructor(address: LabState) {
    super();
    this.restore(readRuns(address.get('runs')), address.get('exam'));
    this.hurt = ['raw', 'wide', 'deep'].find((one) => one === address.get('hurt')) ?? '';
    this.why = ['perfect', 'validation', 'time'].find((one) => one === address.get('why')) ?? '';
  }
  written(): Record<string, string | null> {
    return { runs: writeRuns(this.runs) || null, hurt: this.hurt || null, why: this.why || null, exam: this.test };
  }

  readonly base = $derived(this.runs.findIndex((run) => experimentOf(run) === 'baseline'));
  readonly baseResult = $derived(this.results[this.base] ?? null);
  did = (experiment: Experiment) => this.runs.some((run) => experimentOf(run) === experiment);
  readonly all = $derived((['baseline', 'raw', 'wide', 'deep', 'early'] as const).every(this.did));
  readonly repeats = $derived(this.runs.findIndex((run) => sameSettings(run, this.settings)));
  readonly full = $derived(this.runs.length >= mostRuns);
  /** Whether the learner has to say what is expected first. */
  readonly asks = $derived(this.base >= 0 && experimentOf(this.settings) !== 'baseline');
  readonly ready = $derived(this.set !== null && !this.full && this.repeats < 0 && (!this.asks || this.expected !== '') && (this.base >= 0 || experimentOf(this.settings) === 'baseline'));

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('garments', made);
    this.parts = { train: part(set, 'train'), validation: part(set, 'validation'), test: part(set, 'test') };
    const raw = (one: Part): Part => ({ ...one, x: one.x.map((v) => 255 * v) });
    this.#stored = { train: raw(this.parts.train), validation: raw(this.parts.validation), test: raw(this.parts.test) };
    this.set = set;
  });
  #given = (run: Settings) => (run.scaled ? this.parts! : this.#stored!);

  /** What came of the expectation; '' where there was none or it is not computed. */
  outcome(at: number): Expected {
    const [result, base] = [this.results[at], this.baseResult];
    return result && base && at !== this.base ? compared(result.validation, base.validation) : '';
  }

  async start() {
    if (!this.ready) return;
    const run: Run = { ...this.settings, expected: this.asks ? this.expected : '' };
    if (await this.add(run)) this.expected = '';
  }
  protected async compute(run: Settings, at: number): Promise<Result | null> {
    [this.now, this.planned] = [at, run.epochs];
    const data = this.#given(run);
    let result: Result | null = null;
    await this.runner.tried(async () => {
      const net = await this.#fresh(run);
      const stops: Options = run.stops ? { patience, keep: 'validation_loss' } : {};
      const well = await this.runner.fit(net, data.train, { validation: data.validation, options: { epochs: run.epochs, batch: 32, optimizer: 'adam', learning_rate: 0.001, seed: 1, ...stops } });
      if (!well) return void net.free().catch(() => {});
      this.planned = this.runner.epochs.length;
      const [training, validation] = [await net.evaluate(data.train), await net.evaluate(data.validation)];
      result = { weights: net.described.parameters, training: training.accuracy ?? 0, validation: validation.accuracy ?? 0, loss: validation.loss, epochs: this.runner.epochs, parameters: await net.parameters() };
      await net.free();
    });
    this.now = -1;
    return result;
  }
  #fresh = (run: Settings): Promise<Model> => this.runner.model({ layers: layersOf(run), input: [28, 28, 1], seed: 1 });

  /** The chosen network meets the pictures that nothing was decided by. */
  async takeTest(at: number) {
    const [run, result] = [this.runs[at], this.results[at]];
    if (!run || !result) return;
    await this.runner.tried(async () => {
      const net = await this.#fresh(run);
      await net.set(result.parameters);
      const { test } = this.#given(run);
      const [score, outputs] = [await net.evaluate(test), await net.predict(test.x)];
      const wrong = Array.from(test.labels, (truth, i) => ({ at: i, truth, read: answered(outputs, 10, i) })).filter(({ truth, read }) => truth !== read);
      await net.free();
      [this.exam, this.sent] = [{ run: at, accuracy: score.accuracy ?? 0, correct: score.correct ?? 0, wrong }, at];
    });
  }
  picture = (at: number) => pictureAt(this.parts!.test.x, garmentShape, at);
}
