// SPDX-License-Identifier: Apache-2.0
// One open project, as every stage's page sees it: what it is, what is running, and how to change it.
import type { Door } from './door';
import type * as B from '../api/bench';
import { Asked } from './evaluate/asked';
import { joinedCurves } from './results/curves';

export const stages: B.StageName[] = ['collect', 'preprocess', 'train', 'evaluate', 'optimize', 'deploy', 'monitor'];

export class Bench {
  project = $state.raw<B.Project>()!;
  /** The running or last job; its curve grows while it trains. */
  job = $state.raw<B.Job | null>(null);
  /** One sentence for the reader; '' when all is well. */
  problem = $state('');
  /** Answers of the model that is there now; the page of the evaluation fills it. */
  readonly asked = new Asked();
  private closed = () => {};

  private constructor(readonly door: Door, readonly name: string) {}

  static async open(door: Door, name: string): Promise<Bench> {
    const bench = new Bench(door, name);
    bench.take(await door.project(name));
    bench.closed = door.transport.listen(name, (event) => bench.hear(event));
    return bench;
  }
  close() {
    this.closed();
  }

  get busy() {
    return this.job !== null && ['queued', 'running', 'paused'].includes(this.job.state);
  }
  /** False: the recipe is broken, so that nothing else of the project is known. */
  get readable() {
    return this.project.sections.length > 0;
  }
  stage(name: B.StageName): B.StageCard | undefined {
    return this.project.stages.find((stage) => stage.name === name);
  }
  option(section: string, name: string): B.Option | undefined {
    return this.project.sections.find((one) => one.name === section)?.options.find((one) => one.name === name);
  }

  private take(project: B.Project) {
    this.project = project;
    // The answer may be older than what was heard meanwhile: no epoch is lost.
    if (project.job) this.job = { ...project.job, curve: joinedCurves(this.job?.id === project.job.id ? this.job.curve : [], project.job.curve) };
  }
  private hear(event: B.JobEvent) {
    if (event.kind === 'epoch') {
      if (this.job) this.job = { ...this.job, curve: joinedCurves(this.job.curve, [event.point]) };
      return;
    }
    const before = this.job;
    const same = before?.id === event.job.id ? before : null;
    this.job = { ...event.job, curve: joinedCurves(same?.curve ?? [], event.job.curve ?? []), says: event.job.says ?? same?.says ?? [] };
    const ended = !['queued', 'running', 'paused'].includes(event.job.state);
    if (ended || before?.stage !== event.job.stage) void this.refresh();
  }

  /** Runs what changes the project; a refusal becomes `problem` and false. */
  private async change(work: () => Promise<B.Project>): Promise<boolean> {
    try {
      this.take(await work());
      this.problem = '';
      return true;
    } catch (error) {
      this.problem = (error as Error).message;
      return false;
    }
  }
  refresh = () => this.change(() => this.door.project(this.name));
  setOption = (section: string, name: string, value: string) => this.change(() => this.door.setOption(this.name, section, name, value));
  setRecipe = (recipe: string) => this.change(() => this.door.setRecipe(this.name, recipe));
  addSource = (options: Record<string, string>) => this.change(() => this.door.addSource(this.name, options));
  dropSource = (index: number) => this.change(() => this.door.dropSource(this.name, index));

  /** The best network of the search becomes the recipe's. */
  takeBest = () => this.change(() => this.door.takeBest(this.name));

  /** For a form that says itself why it was refused: that sentence, or ''. The frame does not say it again. */
  async refusal(work: Promise<boolean>): Promise<string> {
    if (await work) return '';
    const why = this.problem;
    this.problem = '';
    return why;
  }

  /** Starts stages (none: all that is missing or stale), or a comparison or a search with its options. */
  async run(which?: B.WorkName[], options?: Record<string, string>): Promise<boolean> {
    try {
      const job = await this.door.start(this.name, which, options);
      if (this.job?.id !== job.id) this.job = job;
      this.problem = '';
      return true;
    } catch (error) {
      this.problem = (error as Error).message;
      return false;
    }
  }
  async steer(action: 'pause' | 'go_on' | 'step' | 'stop') {
    try {
      const job = await this.door.steer(this.name, action);
      this.job = { ...job, curve: this.job?.curve ?? [] };
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}
