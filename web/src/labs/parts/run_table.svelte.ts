// SPDX-License-Identifier: Apache-2.0
// Runs that a learner compares: settings are kept in the address, results are computed anew in every visit, and one run takes the test, once.
import { wholeNumber } from './whole_number';

export abstract class RunTable<Run, Result, Exam> {
  runs = $state.raw<Run[]>([]);
  /** Of each run; null until it has been computed in this visit. */
  results = $state.raw<(Result | null)[]>([]);
  /** The run that is marked for the test; -1: none. */
  chosen = $state(-1);
  /** The run that took the test; -1: none yet. */
  sent = $state(-1);
  exam = $state.raw<Exam | null>(null);
  readonly missing = $derived(this.results.some((one) => one === null));

  /** Trains a run; null when it was stopped or failed. at: its place in the table. */
  protected abstract compute(run: Run, at: number): Promise<Result | null>;
  /** Lets the chosen network meet what nothing was decided by: sets exam and sent. */
  abstract takeTest(at: number): Promise<void>;

  /** What the address says; test counts from 1. */
  protected restore(runs: Run[], test: string | null) {
    this.runs = runs;
    this.results = runs.map(() => null);
    const sent = wholeNumber(test ?? '') - 1;
    this.sent = sent >= 0 && sent < runs.length ? sent : -1;
    this.chosen = this.sent;
  }
  /** For the address. */
  protected get test(): string | null {
    return this.sent >= 0 ? String(this.sent + 1) : null;
  }

  /** False when it was stopped or failed. */
  protected async add(run: Run): Promise<boolean> {
    const result = await this.compute(run, this.runs.length);
    if (!result) return false;
    [this.runs, this.results] = [[...this.runs, run], [...this.results, result]];
    return true;
  }
  /** Makes room. */
  removeLast() {
    [this.runs, this.results] = [this.runs.slice(0, -1), this.results.slice(0, -1)];
    if (this.sent >= this.runs.length) this.clearTest();
    if (this.chosen >= this.runs.length) this.chosen = -1;
  }
  clearTest() {
    [this.sent, this.exam] = [-1, null];
  }
  /** After a reload: all runs once more, and the test. */
  async again() {
    for (const [at, run] of this.runs.entries()) {
      if (this.results[at]) continue;
      const result = await this.compute(run, at);
      if (!result) return;
      this.results = this.results.map((one, i) => (i === at ? result : one));
    }
    if (this.sent >= 0) await this.takeTest(this.sent);
  }
}
