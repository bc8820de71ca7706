// SPDX-License-Identifier: Apache-2.0
// Runs on rendered leaves, all of them chosen by the learner; the test is opened once, for one of them.
import { part, type Dataset, type Epoch, type Samples } from '../engine/engine';
import { pictureAt } from '../parts/pixels';
import { answered, Runner } from '../parts/runner.svelte';
import { RunTable } from '../parts/run_table.svelte';
import type { LabState } from '../state';
import { begin, differences, goal, layersOf, made, mostRuns, optionsOf, readRuns, shape, writeRuns, type Choices } from './choices';

type Part = Samples & { x: Float32Array; labels: Int32Array; count: number };
export interface Result { first: number; weights: number; training: number; validation: number; epochs: Epoch[]; parameters: Float32Array }
export interface Exam { run: number; accuracy: number; correct: number; counts: number[][]; wrong: { at: number; truth: number; read: number }[] }

export class LeavesLab extends RunTable<Choices, Result, Exam> {
  readonly runner = new Runner();
  choices = $state<Choices>({ ...begin });
  firstLoss = $state('');
  mean = $state('');
  mixed = $state('');
  set = $state.raw<Dataset | null>(null);
  parts = $state.raw<{ train: Part; validation: Part; test: Part } | null>(null);
  own = $state.raw<{ values: Float32Array; name: string; shares: number[] } | null>(null);

  constructor(address: LabState) {
    super();
    this.restore(readRuns(address.get('runs')), address.get('test'));
    if (this.runs.length > 0) this.choices = { ...this.runs.at(-1)! };
    this.firstLoss = address.get('first') ?? '';
    this.mean = ['a', 'b', 'c'].find((one) => one === address.get('mean')) ?? '';
    this.mixed = ['a', 'b', 'c'].find((one) => one === address.get('mixed')) ?? '';
  }
  written(): Record<string, string | null> {
    return { runs: writeRuns(this.runs) || null, first: this.firstLoss || null, mean: this.mean || null, mixed: this.mixed || null, test: this.test };
  }

  readonly repeats = $derived(this.runs.findIndex((run) => differences(run, this.choices).length === 0));
  readonly changed = $derived(this.runs.length > 0 ? differences(this.runs.at(-1)!, this.choices) : []);
  readonly ready = $derived(this.set !== null && this.repeats < 0 && this.runs.length < mostRuns && this.mean !== '');
  /** ln 3 = 1.0986: a share of one third for each of three labels. */
  readonly foresaw = $derived(Math.abs(Number(this.firstLoss) - Math.log(3)) < 0.015);
  readonly onePair = $derived(this.runs.some((run, i) => i > 0 && differences(run, this.runs[i - 1]!).length === 1));
  readonly reached = $derived(this.exam !== null && this.exam.accuracy >= goal);

  open = () => this.runner.open(async (engine) => {
    const set = await engine.dataset('leaves', made);
    this.parts = { train: part(set, 'train'), validation: part(set, 'validation'), test: part(set, 'test') };
    this.set = set;
  });

  async start() {
    if (this.ready) await this.add({ ...this.choices });
  }
  protected async compute(run: Choices): Promise<Result | null> {
    const { train, validation } = this.parts!;
    let result: Result | null = null;
    await this.runner.tried(async () => {
      const net = await this.#fresh(run);
      const before = await net.evaluate(train, { loss: run.loss });
      if (await this.runner.fit(net, train, { validation, options: optionsOf(run) })) {
        const [a, b] = [await net.evaluate(train), await net.evaluate(validation)];
        result = { first: before.loss, weights: net.described.parameters, training: a.accuracy ?? 0, validation: b.accuracy ?? 0, epochs: this.runner.epochs, parameters: await net.parameters() };
      }
      await net.free();
    });
    return result;
  }
  #fresh = (run: Choices) => this.runner.model({ layers: layersOf[run.model], input: [...shape], seed: 1 });

  /** The chosen network meets leaves that nothing was decided by. */
  async takeTest(at: number) {
    const [run, result, test] = [this.runs[at], this.results[at], this.parts?.test];
    if (!run || !result || !test) return;
    await this.runner.tried(async () => {
      const net = await this.#fresh(run);
      await net.set(result.parameters);
      const [score, outputs] = [await net.evaluate(test), await net.predict(test.x)];
      const counts = [0, 1, 2].map(() => [0, 0, 0]);
      const wrong: Exam['wrong'] = [];
      test.labels.forEach((truth, i) => {
        const read = answered(outputs, 3, i);
        counts[truth]![read]! += 1;
        if (read !== truth) wrong.push({ at: i, truth, read });
      });
      await net.free();
      [this.exam, this.sent] = [{ run: at, accuracy: score.accuracy ?? 0, correct: score.correct ?? 0, counts, wrong }, at];
    });
  }
  /** The network that took the test looks at a picture of the learner's own. */
  async ask(values: Float32Array, name: string) {
    const [run, result] = [this.runs[this.sent], this.results[this.sent]];
    if (!run || !result) return;
    await this.runner.tried(async () => {
      const net = await this.#fresh(run);
      await net.set(result.parameters);
      this.own = { values, name, shares: [...(await net.predict(values))] };
      await net.free();
    });
  }
  picture = (from: 'train' | 'test', at: number) => pictureAt(this.parts![from].x, shape, at);
}
