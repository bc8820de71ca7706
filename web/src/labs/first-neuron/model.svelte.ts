// SPDX-License-Identifier: Apache-2.0
// One neuron that trains on six points or on the learner's own. The core trains; here stands what was set, asked and answered.
import { t } from '../../i18n/index.svelte';
import { Stopped, type Engine, type Model } from '../engine/engine';
import { numberIn, type LabState } from '../state';
import { mostPairs, readShort, readTable, sixPoints, writeShort, writeTable, type Pair } from './table';

export const snapshots = [1, 25, 50, 150, 300];
export const rates = [0.0001, 0.001, 0.01, 0.05];
export const epochChoices = [100, 300, 500, 1000];
export const lossNames = ['mse', 'mae', 'binary_cross_entropy', 'softmax_cross_entropy'];
const firstOptions = ['exact', 'nearly', 'seven', 'any'];
const slantOptions = ['slant', 'height', 'both'];
const places = ['trained', 'own', 'task'] as const;
type Place = (typeof places)[number];
export interface Numbers { w: number; b: number }

const oneOf = (text: string | null, options: readonly string[]) => options.find((option) => option === text) ?? '';
const figure = (text: string | null) => (text !== null && text !== '' && Number.isFinite(Number(text)) ? text : '');

export class NeuronLab {
  readonly task: boolean;
  first = $state('');
  slant = $state('');
  gap = $state('');
  /** The task's two gaps in the set-up. */
  inputs = $state('');
  loss = $state('');
  rate = $state(0.01);
  epochs = $state(500);
  own = $state<Pair[]>([]);
  /** The text field of the own table, and what is wrong with it. */
  text = $state('');
  refused = $state('');
  ask = $state(10);
  reached = $state<Place[]>([]);

  running = $state(false);
  error = $state('');
  /** Set-up of the task that does not fit: our sentence, and that of the core. */
  help = $state('');
  /** w and b after every epoch; the first are those before training. */
  path = $state.raw<Numbers[]>([]);
  losses = $state.raw<number[]>([]);
  /** Of which points and how many epochs `path` tells. */
  trainedOn = $state.raw<readonly Pair[]>([]);
  wanted = $state(0);
  answer = $state<number | null>(null);
  #model: Model | null = null;

  readonly points = $derived(this.own.length > 0 ? this.own : sixPoints);
  readonly isOwn = $derived(this.own.length > 0);
  readonly epoch = $derived(Math.max(0, this.path.length - 1));
  readonly last = $derived(this.path.at(-1) ?? null);
  readonly finished = $derived(!this.running && this.wanted > 0 && this.epoch >= this.wanted);
  readonly gapRight = $derived(this.gap !== '' && this.last !== null && Math.abs(Math.abs(Number(this.gap)) - Math.abs(19 - (10 * this.last.w + this.last.b))) <= 0.015);

  constructor(address: LabState, params: Record<string, string> = {}) {
    this.task = (address.get('task') ?? params['task']) === '1';
    this.first = oneOf(address.get('first'), firstOptions);
    this.slant = oneOf(address.get('slant'), slantOptions);
    this.gap = figure(address.get('gap'));
    this.inputs = figure(address.get('inputs'));
    this.loss = oneOf(address.get('loss'), lossNames);
    const rate = Number(address.get('rate'));
    this.rate = rates.includes(rate) ? rate : 0.01;
    const epochs = Number(address.get('epochs'));
    this.epochs = this.task ? 300 : epochChoices.includes(epochs) ? epochs : 500;
    this.own = this.task ? [] : readShort(address.get('own'));
    this.text = writeTable(this.points);
    this.ask = numberIn(address.get('ask'), 10, [-1e6, 1e6]);
    this.reached = places.filter((place) => (address.get('reached') ?? '').split(',').includes(place));
  }

  written(): Record<string, string | null> {
    return {
      first: this.first || null, slant: this.slant || null, gap: this.gap || null, inputs: this.inputs || null, loss: this.loss || null,
      rate: this.rate === 0.01 ? null : String(this.rate), epochs: this.task || this.epochs === 500 ? null : String(this.epochs),
      own: this.isOwn ? writeShort(this.own) : null, ask: this.ask === 10 ? null : String(this.ask), reached: this.reached.join(',') || null,
    };
  }

  /** Takes the table as it stands in the text field. */
  useTable() {
    const { pairs, bad } = readTable(this.text);
    if (bad) this.refused = t('Line {n} is not two numbers. Write x and y, such as 3, 5.', { n: bad });
    else if (pairs.length < 4) this.refused = t('The table has {n} pairs. Type at least four.', { n: pairs.length });
    else if (pairs.length > mostPairs) this.refused = t('The table has {n} pairs. This lab takes up to {most}.', { n: pairs.length, most: mostPairs });
    else {
      this.refused = '';
      this.own = writeShort(pairs) === writeShort(sixPoints) ? [] : pairs;
      this.forget();
    }
  }
  useSix() {
    [this.own, this.refused, this.text] = [[], '', writeTable(sixPoints)];
    this.forget();
  }
  forget() {
    [this.path, this.losses, this.answer, this.error, this.help, this.wanted] = [[], [], null, '', '', 0];
  }

  /** Input size and loss of the task. false: they do not fit, and `help` says why. */
  #fits(): boolean {
    const n = Number(this.inputs);
    if (this.inputs === '') this.help = t('Write the input size first: how many numbers does one sample have?');
    else if (n === 6) this.help = t('6 is the number of samples. The neuron sees them one after another. How many numbers does it get at a time?');
    else if (n === 2) this.help = t('y is not an input: it is the answer to be learnt. What is left of a pair?');
    else if (n !== 1) this.help = t('A sample of {n} numbers is not what we have. Look at one point: which number goes in, which shall come out?', { n });
    else if (this.loss === '') this.help = t('Choose a loss: the measure of how wrong the answers are.');
    else if (this.loss === 'mae') this.help = t('With this loss a miss of 4 counts four times as much as a miss of 1. Large misses shall count more than that.');
    else if (this.loss !== 'mse') this.help = t('Cross-entropy is for classes: this or that. Here the answer is a number.');
    else this.help = '';
    return this.help === '';
  }

  /** The core's own word to a set-up that cannot work. */
  async #refusal(engine: Engine): Promise<string> {
    try {
      const model = await engine.model({ layers: 'dense units=1', input: [1, 1, Math.min(Math.max(Math.round(Number(this.inputs)), 1), 1000)], seed: 1 });
      try {
        await model.fit(this.#samples(), { options: { epochs: 1, loss: this.loss || 'mse' } });
      } finally {
        await model.free();
      }
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return '';
  }
  coreSays = $state('');

  #samples() {
    return { x: Float32Array.from(this.points, ({ x }) => x), targets: Float32Array.from(this.points, ({ y }) => y) };
  }

  async train(engine: Engine) {
    this.forget();
    this.coreSays = '';
    if (this.task && !this.#fits()) {
      this.coreSays = await this.#refusal(engine);
      return;
    }
    this.running = true;
    this.wanted = this.epochs;
    this.trainedOn = this.points;
    const own = this.isOwn;
    try {
      const model = await engine.model({ layers: 'dense units=1', input: [1, 1, 1], seed: 1 });
      this.#model = model;
      const numbers = ([w, b]: Float32Array): Numbers => ({ w: w!, b: b! });
      const path = [numbers(await model.parameters())];
      const losses: number[] = [];
      const show = () => ([this.path, this.losses] = [path.slice(), losses.slice()]);
      show();
      const options = { epochs: this.wanted, batch: this.points.length, optimizer: 'sgd', learning_rate: this.rate, loss: 'mse' };
      let drawn = 0;
      await model.fit(this.#samples(), {
        options,
        onEpoch: (epoch, parameters) => {
          losses.push(epoch.loss);
          path.push(numbers(parameters));
          // Epochs come faster than pictures can be drawn.
          if (performance.now() - drawn < 60) return;
          show();
          drawn = performance.now();
        },
      });
      show();
      this.#note(own);
      await this.answerAt(this.ask);
    } catch (error) {
      if (!(error instanceof Stopped)) this.error = this.#explained(error instanceof Error ? error.message : String(error));
    } finally {
      this.running = false;
    }
  }

  #explained(message: string): string {
    return this.isOwn ? t('{message} With large numbers in the table the steps are too long: choose a smaller rate.', { message }) : message;
  }
  #note(own: boolean) {
    const add = (place: Place) => (this.reached = places.filter((one) => one === place || this.reached.includes(one)));
    if (own) add('own');
    else if (this.task) add('task');
    else if (this.wanted >= 500) add('trained');
  }

  /** What the trained neuron says to x, by the core. */
  async answerAt(x: number) {
    this.ask = x;
    if (!this.#model || this.path.length < 2) return;
    this.answer = (await this.#model.predict(Float32Array.of(x)))[0] ?? null;
  }
}
