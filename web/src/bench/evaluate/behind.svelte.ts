// SPDX-License-Identifier: Apache-2.0
// Which samples stand behind a cell of the confusion matrix. The report has counts and no names, so the model is asked again:
// every test sample of the true class (at most `most`), one after the other; what it answered is kept for the next cell.
import type { Answer, SampleView } from '../../api/bench';
import type { Bench } from '../state.svelte';

export const most = 60;
export interface Found { view: SampleView; answer: Answer }

export class Behind {
  found = $state.raw<Found[]>([]);
  asked = $state(0);
  of = $state(0);
  problem = $state('');
  working = $state(false);
  private turn = 0;

  constructor(private readonly bench: Bench) {}

  /** enough: stops when so many are found (the count of the cell). A new search ends the one before. */
  async search(truth: string, said: string, enough: number) {
    const turn = ++this.turn;
    [this.found, this.asked, this.of, this.problem, this.working] = [[], 0, 0, '', true];
    try {
      const page = await this.bench.door.samples(this.bench.name, { label: truth, split: 'test', count: most });
      if (turn === this.turn) this.of = page.samples.length;
      for (const ref of page.samples) {
        if (turn !== this.turn || this.found.length >= Math.min(enough, 12)) break;
        await this.ask(ref.id, said, turn);
      }
    } catch (error) {
      if (turn === this.turn) this.problem = (error as Error).message;
    }
    if (turn === this.turn) this.working = false;
  }
  stop() {
    this.turn++;
    this.working = false;
  }
  private async ask(id: string, said: string, turn: number) {
    const { door, name } = this.bench;
    const answers = await this.bench.asked.of(id, () => this.bench.project, async () => (await door.infer(name, await door.sampleBytes(name, id))).answers);
    const answer = answers.find((one) => top(one) === said);
    const view = answer ? await door.sample(name, id) : undefined;
    if (turn !== this.turn) return;
    this.asked++;
    if (answer && view) this.found = [...this.found, { view, answer }];
  }
}
/** The most probable class, whatever the threshold says: the matrix knows no threshold. */
export function top(answer: Answer): string {
  return answer.scores.reduce((best, one) => (one.score > best.score ? one : best), answer.scores[0] ?? { label: answer.label, score: 0 }).label;
}
