// SPDX-License-Identifier: Apache-2.0
// A race from the same fresh weights; validation to choose by, a test that is opened once.
import { part, type Dataset, type Epoch, type Samples } from '../engine/engine';
import { pictureAt } from '../parts/pixels';
import { answered, Runner } from '../parts/runner.svelte';
import { RunTable } from '../parts/run_table.svelte';
import type { LabState } from '../state';
import { firstRate, goal, layers, made, optimizers, optionsOf, ratesOf, readRuns, same, shape, writeRuns, type OptimizerName, type Run } from './race';

type Part = Samples & { x: Float32Array; labels: Int32Array; count: number };
/** failed: the loss became no number any more. */
export interface Result { training: number; validation: number; epochs: Epoch[]; parameters: Float32Array; failed: string }
export interface Exam { run: number; accuracy: number; correct: number; wrong: { at: number; truth: number; read: number }[] }
/** Ten kinds: who guesses is right in one of ten. */
export const isLost = (result: Result) => result.failed !== '' || result.training < 0.2;

export class ObjectsLab extends RunTable<Run, Result, Exam> {
  readonly runner = new Runner();
  rates = $state<Record<OptimizerName, number>>({ ...firstRate });
  bet = $state('');
  fair = $state('');
  best = $state('');
  now = $state.raw<Run | null>(null);
  set = $state.raw<Dataset | null>(null);
  parts = $state.raw<{ train: Part; validation: Part; test: Part } | null>(null);

  constructor(address: LabState) {
    super();
    this.restore(readRuns(address.get('runs')), address.get('test'));
    for (const { optimizer, rate } of this.runs) this.rates[optimizer] = rate;
    this.bet = optimizers.find((one) => one === address.get('bet')) ?? '';
    this.fair = ['a', 'b', 'c'].find((one) => one === address.get('fair')) ?? '';
    this.best = ['a', 'b', 'c'].find((one) => one === address.get('best')) ?? '';
  }
  written(): Record<string, string | null> {
    return { runs: writeRuns(this.runs) || null, bet: this.bet || null, fair: this.fair || null, best: this.best || null, test: this.test };
  }

  /** What the race would run that has not been run yet. */
  readonly waiting = $derived(optimizers.map((optimizer) => ({ optimizer, rate: this.rates[optimizer] })).filter((run) => !this.runs.some((other) => same(run, other))));
  readonly all = $derived(optimizers.every((one) => this.runs.some((run) => run.optimizer === one)));
  readonly second = $derived(optimizers.some((one) => this.runs.filter((run) => run.optimizer === one).length > 1));
  readonly lost = $derived(this.results.some((one) => one !== null && isLost(one)));
  readonly reached = $derived(this.exam !== null && this.exam.accuracy >= goal);
  /** The present run of each optimizer. */
  readonly shown = $derived(optimizers.map((optimizer) => this.runs.findIndex((run) => same(run, { optimizer, rate: this.rates[optimizer] }))));
  choicesOf = (optimizer: OptimizerName) => ratesOf[optimizer];

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('objects', made);
    this.parts = { train: part(set, 'train'), validation: part(set, 'validation'), test: part(set, 'test') };
    this.set = set;
  });

  async race() {
    for (const run of [...this.waiting]) if (!(await this.add(run))) return;
  }

  protected async compute(run: Run): Promise<Result | null> {
    const { train, validation } = this.parts!;
    this.now = run;
    let result: Result | null = null;
    const well = await this.runner.tried(async () => {
      const net = await this.#fresh();
      const fitted = await this.runner.fit(net, train, { validation, options: optionsOf(run) }, run.optimizer);
      const failed = this.runner.error;
      // A loss that is no number any more is a result of its own; a stop is none.
      if (fitted) {
        const [a, b] = [await net.evaluate(train), await net.evaluate(validation)];
        result = { training: a.accuracy ?? 0, validation: b.accuracy ?? 0, epochs: this.runner.epochs, parameters: await net.parameters(), failed: '' };
      } else if (failed) {
        this.runner.error = '';
        result = { training: 0, validation: 0, epochs: this.runner.epochs, parameters: new Float32Array(), failed };
      }
      await net.free();
    });
    this.now = null;
    return well ? result : null;
  }
  #fresh = () => this.runner.model({ layers, input: [...shape], seed: 1 });

  /** The chosen network meets objects that nothing was decided by. */
  async takeTest(at: number) {
    const [result, test] = [this.results[at], this.parts?.test];
    if (!result || result.failed || !test) return;
    await this.runner.tried(async () => {
      const net = await this.#fresh();
      await net.set(result.parameters);
      const [score, outputs] = [await net.evaluate(test), await net.predict(test.x)];
      const wrong = Array.from(test.labels, (truth, i) => ({ at: i, truth, read: answered(outputs, 10, i) })).filter(({ truth, read }) => truth !== read);
      await net.free();
      [this.exam, this.sent] = [{ run: at, accuracy: score.accuracy ?? 0, correct: score.correct ?? 0, wrong }, at];
    });
  }
  picture = (from: 'train' | 'test', at: number) => pictureAt(this.parts![from].x, shape, at);
}
