// SPDX-License-Identifier: Apache-2.0
// What the learner sets for a run, how it differs from the baseline, and how it stands in the address.

export interface Settings {
  /** Pixels between 0 and 1; otherwise 0 to 255, as they are stored. */
  scaled: boolean;
  neurons: number;
  layers: number;
  epochs: number;
  /** Ends when the validation loss has not fallen for some epochs. */
  stops: boolean;
}
export type Expected = '' | 'worse' | 'same' | 'better';
export interface Run extends Settings { expected: Expected }

export const neuronChoices = [10, 20, 40, 80];
export const epochChoices = [10, 20, 50, 200];
export const patience = 5;
export const mostRuns = 12;
export const baseline: Settings = { scaled: true, neurons: 20, layers: 1, epochs: 20, stops: false };
export type Experiment = 'baseline' | 'raw' | 'wide' | 'deep' | 'early';

/** What is not as in the baseline. Early stopping needs room, so its epochs are part of it. */
export function differences(one: Settings): string[] {
  const out: string[] = [];
  if (!one.scaled) out.push('scaled');
  if (one.neurons !== baseline.neurons) out.push('neurons');
  if (one.layers !== baseline.layers) out.push('layers');
  if (one.stops) out.push('stops');
  else if (one.epochs !== baseline.epochs) out.push('epochs');
  return out;
}

/** Which of the five wanted experiments this is; null when it is another. */
export function experimentOf(one: Settings): Experiment | null {
  const [first, ...more] = differences(one);
  if (first === undefined) return 'baseline';
  if (more.length > 0) return null;
  if (first === 'scaled') return 'raw';
  if (first === 'neurons') return one.neurons === 2 * baseline.neurons ? 'wide' : null;
  if (first === 'layers') return one.layers === baseline.layers + 1 ? 'deep' : null;
  if (first === 'stops') return one.epochs >= 50 ? 'early' : null;
  return null;
}

export function layersOf({ neurons, layers }: Settings): string {
  return ['flatten', ...Array.from({ length: layers }, () => `dense units=${neurons}\nrelu`), 'dense units=10', 'softmax'].join('\n');
}

/** So many points of accuracy are a difference; less is chance. */
export const margin = 0.02;
export const compared = (accuracy: number, base: number): Expected => (accuracy < base - margin - 1e-9 ? 'worse' : accuracy > base + margin + 1e-9 ? 'better' : 'same');

const expectations: Expected[] = ['', 'worse', 'same', 'better'];
/** '1.20.1.20.0.2' for each run. */
export const writeRuns = (runs: readonly Run[]) =>
  runs.map((run) => [run.scaled ? 1 : 0, run.neurons, run.layers, run.epochs, run.stops ? 1 : 0, expectations.indexOf(run.expected)].join('.')).join('_');
export function readRuns(text: string | null): Run[] {
  return (text ?? '').split('_').flatMap((part) => {
    const [scaled, neurons, layers, epochs, stops, expected, ...rest] = part.split('.').map(Number);
    const known = rest.length === 0 && neuronChoices.includes(neurons!) && [1, 2].includes(layers!) && epochChoices.includes(epochs!) && expectations[expected!] !== undefined;
    return known ? [{ scaled: scaled === 1, neurons: neurons!, layers: layers!, epochs: epochs!, stops: stops === 1, expected: expectations[expected!]! }] : [];
  }).slice(0, mostRuns);
}
export const sameSettings = (a: Settings, b: Settings) => a.scaled === b.scaled && a.neurons === b.neurons && a.layers === b.layers && a.epochs === b.epochs && a.stops === b.stops;
