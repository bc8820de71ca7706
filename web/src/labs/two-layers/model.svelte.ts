// SPDX-License-Identifier: Apache-2.0
// One neuron, or two hidden ones and an output, on a line or on a V; the core trains and answers. What was set and answered is in the address.
import { t } from '../../i18n/index.svelte';
import { Stopped, type Engine, type Model } from '../engine/engine';
import { numberIn, type LabState } from '../state';

export const epochs = 1000;
export const mostStarts = 20;
export const found = 0.01;
export const askedX = 10;
const tasks = {
  line: { x: [-1, 0, 1, 2, 3, 4], y: (x: number) => 2 * x - 1, span: [-2, 5] },
  v: { x: [-3, -2, -1, 0, 1, 2, 3], y: (x: number) => Math.abs(x), span: [-4, 4] },
} as const;
export type Task = keyof typeof tasks;
export const pointsOf = (task: Task) => tasks[task].x.map((x) => ({ x, y: tasks[task].y(x) }));
const firstOptions = ['same', 'numbers', 'answers'];
const secondOptions = ['v', 'slant', 'flat'];
const fields = ['h1', 'h2', 'y'] as const;
export type Field = (typeof fields)[number];
const places = ['one', 'two', 'starts', 'hand', 'straight', 'bent'] as const;
export type Place = (typeof places)[number];

export interface Setting { hidden: boolean; task: Task; relu: boolean; start: number }
export interface Run extends Setting {
  parameters: number[];
  loss: number;
  /** What it answers to askedX, and the hidden values there (after the bend, when there is one). */
  answer: number;
  hiddenValues: number[];
  /** Before the bend. */
  raw: number[];
  curve: { x: number; y: number }[];
}

const layersOf = ({ hidden, relu }: Setting) => (hidden ? `dense units=2\n${relu ? 'relu\n' : ''}dense units=1` : 'dense units=1');
const oneOf = (text: string | null, options: readonly string[]) => options.find((option) => option === text) ?? '';
export const sameSetting = (a: Setting, b: Setting) => a.hidden === b.hidden && a.task === b.task && a.relu === b.relu && a.start === b.start;

export class LayersLab {
  hidden = $state(false);
  task = $state<Task>('line');
  relu = $state(false);
  start = $state(1);
  first = $state('');
  second = $state('');
  given = $state<Record<Field, string>>({ h1: '', h2: '', y: '' });
  reached = $state<Place[]>([]);
  /** Starts from which two hidden neurons were trained on the line. */
  starts = $state<number[]>([]);

  running = $state(false);
  epoch = $state(0);
  error = $state('');
  losses = $state.raw<number[]>([]);
  runs = $state.raw<Run[]>([]);

  readonly setting = $derived<Setting>({ hidden: this.hidden, task: this.task, relu: this.hidden && this.relu, start: this.start });
  /** The run of what is set now. */
  readonly run = $derived(this.runs.find((run) => sameSetting(run, this.setting)) ?? null);

  constructor(address: LabState) {
    this.hidden = address.get('hidden') === '1';
    this.task = address.get('task') === 'v' ? 'v' : 'line';
    this.relu = address.get('relu') === '1';
    this.start = Math.round(numberIn(address.get('start'), 1, [1, mostStarts]));
    this.first = oneOf(address.get('first'), firstOptions);
    this.second = oneOf(address.get('second'), secondOptions);
    for (const field of fields) this.given[field] = Number.isFinite(Number(address.get(field) ?? NaN)) ? (address.get(field) ?? '') : '';
    this.reached = places.filter((place) => (address.get('reached') ?? '').split(',').includes(place));
    this.starts = (address.get('starts') ?? '').split(',').map(Number).filter((start) => start >= 1 && start <= mostStarts);
  }

  written(): Record<string, string | null> {
    return {
      hidden: this.hidden ? '1' : null, task: this.task === 'v' ? 'v' : null, relu: this.relu ? '1' : null, start: this.start === 1 ? null : String(this.start),
      first: this.first || null, second: this.second || null, h1: this.given.h1 || null, h2: this.given.h2 || null, y: this.given.y || null,
      reached: this.reached.join(',') || null, starts: this.starts.join(',') || null,
    };
  }

  #reach(place: Place) {
    this.reached = places.filter((one) => one === place || this.reached.includes(one));
  }

  set(change: Partial<Setting>) {
    Object.assign(this, change);
    [this.epoch, this.losses, this.error] = [0, [], ''];
    this.given = { h1: '', h2: '', y: '' };
  }

  async train(engine: Engine) {
    const setting = { ...this.setting };
    [this.running, this.error, this.epoch, this.losses] = [true, '', 0, []];
    try {
      const points = pointsOf(setting.task);
      const samples = { x: Float32Array.from(points, ({ x }) => x), targets: Float32Array.from(points, ({ y }) => y) };
      const model = await engine.model({ layers: layersOf(setting), input: [1, 1, 1], seed: setting.start });
      const losses: number[] = [];
      await model.fit(samples, {
        options: { epochs, batch: points.length, optimizer: 'sgd', learning_rate: 0.01, loss: 'mse' },
        onEpoch: ({ epoch, loss }) => {
          losses.push(loss);
          // A picture of every tenth epoch is enough while it runs.
          if (epoch % 10 === 0) [this.epoch, this.losses] = [epoch, losses.slice()];
        },
      });
      const run = { ...setting, ...(await this.#looked(model, setting)), loss: (await model.evaluate(samples, { loss: 'mse' })).loss };
      await model.free();
      this.runs = [...this.runs.filter((one) => !sameSetting(one, setting)), run].slice(-12);
      this.#note(run);
    } catch (error) {
      if (!(error instanceof Stopped)) this.error = error instanceof Error ? error.message : String(error);
    } finally {
      this.running = false;
    }
  }

  async #looked(model: Model, { hidden, task }: Setting) {
    const [least, most] = tasks[task].span;
    const xs = Array.from({ length: 85 }, (_, i) => least + (i / 84) * (most - least));
    const ys = await model.predict(Float32Array.from(xs));
    const at = Float32Array.of(askedX);
    const layers = model.described.layers.map(({ name }) => name);
    const values = async (layer: string) => [...(await model.activations(layer, at)).values];
    return {
      parameters: [...(await model.parameters())],
      answer: (await model.predict(at))[0]!,
      raw: hidden ? await values(layers[0]!) : [],
      hiddenValues: hidden ? await values(layers.at(-2)!) : [],
      curve: xs.map((x, i) => ({ x, y: ys[i]! })),
    };
  }

  #note(run: Run) {
    if (!run.hidden && run.task === 'line') this.#reach('one');
    if (run.hidden && run.task === 'line' && !run.relu) {
      this.#reach('two');
      if (!this.starts.includes(run.start)) this.starts = [...this.starts, run.start];
      if (this.starts.length >= 2) this.#reach('starts');
    }
    if (run.task === 'v' && !run.relu) this.#reach('straight');
    if (run.task === 'v' && run.relu && run.loss < found) this.#reach('bent');
  }

  /** The numbers of the picture are rounded to three digits; so much may a result by hand be off. */
  right(field: Field): boolean {
    return this.run !== null && this.given[field] !== '' && Math.abs(Number(this.given[field]) - this.#truth(this.run, field)) <= 0.06;
  }
  #truth(run: Run, field: Field) {
    return field === 'y' ? run.answer : run.hiddenValues[field === 'h1' ? 0 : 1]!;
  }
  check(field: Field, text: string) {
    this.given = { ...this.given, [field]: text };
    if (fields.every((one) => this.right(one))) this.#reach('hand');
  }

  /** What helps a wrong result on. */
  help(field: Field): string {
    const run = this.run;
    if (!run) return t('Train first.');
    const given = Number(this.given[field]);
    const p = run.parameters;
    const near = (value: number) => Math.abs(given - value) <= 0.06;
    if (field === 'y') {
      const [weights, bias] = [p.slice(4, 6), p[6]!];
      if (near(run.answer - bias)) return t('The bias of the output is still missing.');
      if (run.relu && near(weights[0]! * run.raw[0]! + weights[1]! * run.raw[1]! + bias)) return t('That is without ReLU: a hidden value below zero becomes 0 first.');
      return t('Each hidden value times its weight to y, both added, and the bias of y added.');
    }
    const i = field === 'h1' ? 0 : 1;
    if (run.relu && near(run.raw[i]!)) return t('That is below zero. ReLU makes it 0.');
    if (near(p[i]! * askedX)) return t('That is the weight times x. The bias is still missing.');
    if (near(run.hiddenValues[1 - i]!)) return t('That is the other hidden value.');
    return t('Take the weight on the arrow from x, times 10, and add the bias of this neuron.');
  }
}
