// SPDX-License-Identifier: Apache-2.0
// What the learner has set, guessed, predicted and walked. All of it is in the address and comes back from it.
import { numberIn, type LabState } from '../state';
import { walk, type Line } from './loss';

export const wRange = [-6, 10] as const;
export const bRange = [-9, 7] as const;
export const rateRange = [0.005, 0.25] as const;
export const mostSteps = 200;
const mostGuesses = 40;
const firstOptions = ['a', 'b', 'same'];
const secondOptions = ['fast', 'swing', 'away'];
const oneOf = (text: string | null, options: string[]) => (text !== null && options.includes(text) ? text : '');

const short = (value: number) => String(Math.round(value * 1000) / 1000);
export const writeLines = (lines: Line[]) => lines.map(({ w, b }) => `${short(w)},${short(b)}`).join(';');

/** '3,-1;2,-2' to lines; anything that is not two numbers in range is left out. */
export function readLines(text: string | null): Line[] {
  return (text ?? '').split(';').flatMap((pair) => {
    const [w, b, ...rest] = pair.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    const inside = w! >= wRange[0] && w! <= wRange[1] && b! >= bRange[0] && b! <= bRange[1];
    return inside && rest.length === 0 ? [{ w: w!, b: b! }] : [];
  });
}

export class LossLab {
  w = $state(0);
  b = $state(0);
  guesses = $state<Line[]>([]);
  /** The learner's predictions: which line is worse, and what a large rate does. */
  first = $state('');
  second = $state('');
  valley = $state(false);
  view = $state<'map' | 'slice'>('map');
  rate = $state(0.05);
  start = $state<Line | null>(null);
  steps = $state(0);

  readonly path = $derived(this.start ? walk(this.start, this.rate, this.steps) : []);
  readonly line = $derived<Line>({ w: this.w, b: this.b });

  constructor(address: LabState) {
    this.w = numberIn(address.get('w'), 0, wRange);
    this.b = numberIn(address.get('b'), 2, bRange);
    this.guesses = readLines(address.get('guesses')).slice(-mostGuesses);
    this.first = oneOf(address.get('first'), firstOptions);
    this.second = oneOf(address.get('second'), secondOptions);
    this.valley = address.get('valley') === '1';
    this.view = address.get('view') === 'slice' ? 'slice' : 'map';
    this.rate = numberIn(address.get('rate'), 0.05, rateRange);
    this.start = readLines(address.get('start'))[0] ?? null;
    this.steps = Math.round(numberIn(address.get('steps'), 0, [0, mostSteps]));
  }

  /** What differs from the beginning; a lab that nobody has touched leaves the address as it is. */
  written(): Record<string, string | null> {
    return {
      w: this.w === 0 ? null : short(this.w), b: this.b === 2 ? null : short(this.b), guesses: writeLines(this.guesses) || null, first: this.first || null, second: this.second || null,
      valley: this.valley ? '1' : null, view: this.view === 'slice' ? 'slice' : null, rate: this.rate === 0.05 ? null : short(this.rate),
      start: this.start ? writeLines([this.start]) : null, steps: this.steps > 0 ? String(this.steps) : null,
    };
  }

  /** The hand rests on a line: it leaves a dot on the map. */
  guess() {
    const last = this.guesses.at(-1);
    if (last?.w === this.w && last.b === this.b) return;
    this.guesses = [...this.guesses, { w: this.w, b: this.b }].slice(-mostGuesses);
  }

  show(line: Line) {
    [this.w, this.b] = [line.w, line.b];
    this.stopWalk();
    this.guess();
  }

  stopWalk() {
    [this.start, this.steps] = [null, 0];
  }

  /** One step of gradient descent; the first one starts where the line is. False when there is nothing more to walk. */
  stepOn(): boolean {
    this.start ??= { w: this.w, b: this.b };
    const before = this.path.length;
    if (this.steps >= mostSteps) return false;
    this.steps += 1;
    const here = this.path.at(-1)!;
    [this.w, this.b] = [here.w, here.b];
    return this.path.length > before;
  }

  backToStart() {
    if (this.start) [this.w, this.b] = [this.start.w, this.start.b];
    this.steps = 0;
  }
}
