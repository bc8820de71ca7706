// SPDX-License-Identifier: Apache-2.0
// A job that only pretends: every stage counts to its end, train counts epochs with a curve that falls.
import { chance } from './bench_files.mjs';
import { lengthOf } from './bench_long.mjs';

const what = { collect: 'reading samples', preprocess: 'computing features', train: 'training', evaluate: 'testing', optimize: 'rounding to int8', deploy: 'running on the virtual board', monitor: 'watching', compare: 'training on', search: 'search' };
const isLong = (stage) => stage === 'compare' || stage === 'search';

export class Job {
  constructor(id, stages, project, bench, options = {}) {
    Object.assign(this, { options, id, stages, project, bench, state: 'running', at: 0, done: 0, curve: [], says: [], error: '', steps: 0 });
    this.begin();
    this.timer = setInterval(() => this.tick(), Number(process.env.TADPOLE_MOCK_TICK ?? 30));
    this.timer.unref();
  }
  get busy() { return ['queued', 'running', 'paused'].includes(this.state); }
  get stage() { return this.stages[this.at] ?? ''; }
  begin() {
    this.done = 0;
    const epochs = Number(this.project.sections.find((one) => one.name === 'train').options.find((one) => one.name === 'epochs').value);
    this.total = this.stage === 'train' ? epochs : isLong(this.stage) ? lengthOf(this.stage) : 8;
    // What an earlier job has finished is not done again.
    if (this.stage === 'compare') this.done = this.project.compared = this.options.fresh || this.project.compared === this.total ? 0 : (this.project.compared ?? 0);
    if (this.stage === 'search') {
      const { fresh, ...options } = this.options;
      this.project.searched = { options, done: fresh ? 0 : Math.min(this.total - 1, this.project.searched?.done ?? 0) };
      this.done = this.project.searched.done;
    }
    if (this.stage === 'train') this.curve = [];
  }
  view() {
    const { id, state, stages, stage, done, total, error, says, curve } = this;
    return { id, state, stages, stage, what: what[stage] ?? '', done, total, note: stage === 'train' && curve.length > 0 ? `loss ${curve.at(-1).loss.toFixed(3)}` : '', error, says, curve, can_pause: stage === 'train' || isLong(stage), can_step: stage === 'train' };
  }
  say(event) { this.project.listeners.forEach((send) => send(event)); }
  tell() { const { curve, ...job } = this.view(); this.say({ kind: 'job', job }); }
  tick() {
    if (this.state === 'paused' && this.steps === 0) return;
    this.steps = 0;
    if (this.stage === 'collect' && this.project.samples.length === 0) return this.end('failed', 'collect: there are no samples; record some, or add a source that makes them.');
    this.done++;
    if (this.stage === 'train') this.epoch();
    if (this.stage === 'compare') { this.project.compared = this.done; this.says = [...this.says, `compare ${this.done} of ${this.total}`]; }
    if (this.stage === 'search') this.project.searched.done = this.done;
    if (this.done >= this.total) this.finish();
    if (this.busy) this.tell();
  }
  epoch() {
    const e = this.done;
    const fall = Math.exp(-e / 14);
    const point = { epoch: e, loss: 0.12 + 1.6 * fall + 0.05 * chance(`l${e}`), validation_loss: 0.3 + 1.4 * fall + 0.09 * chance(`v${e}`), accuracy: 0.98 - 0.7 * fall - 0.03 * chance(`a${e}`), validation_accuracy: 0.91 - 0.6 * fall - 0.04 * chance(`w${e}`), learning_rate: 0.002 * (1 - e / (this.total + 1)), seconds: e * 0.4 };
    this.curve = [...this.curve, point];
    this.say({ kind: 'epoch', point });
  }
  finish() {
    const { project, stage } = this;
    if (isLong(stage)) return this.next();
    if (stage === 'collect') { this.bench.collect(project); this.says = [...this.says, `collect: ${project.samples.length} samples.`]; }
    project.states[stage] = 'done';
    project.seconds[stage] = 0.4 + chance(stage) * 6;
    this.bench.touch(project, ['preprocess', 'train', 'evaluate', 'optimize', 'deploy', 'monitor'][['collect', 'preprocess', 'train', 'evaluate', 'optimize', 'deploy'].indexOf(stage)] ?? 'monitor');
    if (stage === 'evaluate' && project.goal === 'classify') project.accuracy = 0.848;
    this.next();
  }
  next() {
    this.at++;
    if (this.at >= this.stages.length) this.end('done');
    else this.begin();
  }
  end(state, error = '') {
    clearInterval(this.timer);
    Object.assign(this, { state, error });
    this.tell();
  }
  steer(action) {
    if (action === 'stop') return this.end('stopped');
    if (action === 'step') this.steps = 1;
    if (action === 'pause') this.state = 'paused';
    if (action === 'go_on') this.state = 'running';
    this.tell();
  }
}
