// SPDX-License-Identifier: Apache-2.0
// Do new samples look like those of the test, to the model? Its confidence is compared by the population stability index,
//   PSI = sum over bins of (a - b) ln(a / b),  a, b: shares of the new and of the test samples.
// Sources: Siddiqi, Credit Risk Scorecards (2006): 0.1 and 0.25 as rules of thumb; Yurdakul and Naranjo, Statistical
// properties of the population stability index (2020): without drift PSI / (1/n + 1/m) is about chi-square, bins - 1 degrees.
import type { Scores } from './threshold';

/** Of each test sample: the probability of the most probable class, 0 to 1. */
export function confidences(s: Scores): number[] {
  return Array.from(s.tops, (top, i) => s.scores[i * s.labels.length + top]! / 255);
}
/** Shares of values in equal bins over [low, high]; what lies outside counts in the first or last. */
export function histogram(values: number[], bins: number, low = 0, high = 1): number[] {
  const out = new Array<number>(bins).fill(0);
  const width = high - low || 1;
  for (const v of values) out[Math.min(bins - 1, Math.max(0, Math.floor(((v - low) / width) * bins)))]! += 1 / values.length;
  return out;
}
/** Inner borders that cut the values into about equally full bins; equal values stay together, so there may be fewer. */
export function borders(values: number[], bins: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]!);
  return [...new Set(cuts)].filter((cut) => cut > sorted[0]!);
}
function counts(values: number[], cuts: number[]): number[] {
  const out = new Array<number>(cuts.length + 1).fill(0);
  for (const v of values) {
    let bin = 0;
    while (bin < cuts.length && v >= cuts[bin]!) bin++;
    out[bin]!++;
  }
  return out;
}

/** 95th percentiles of chi-square by degrees of freedom, 1 to 9 (Abramowitz and Stegun, table 26.8). */
const chi95 = [3.841, 5.991, 7.815, 9.488, 11.07, 12.592, 14.067, 15.507, 16.919];
/** Fewer new samples than this say nothing. */
export const leastSamples = 20;
export interface Drift { psi: number; limit: number; bins: number; verdict: 'few' | 'flat' | 'same' | 'some' | 'strong' }
/** few: too few samples; flat: the test is equally sure of all; same: chance explains the difference. */
export function drift(reference: number[], fresh: number[]): Drift {
  const none = (verdict: Drift['verdict']) => ({ psi: 0, limit: 0, bins: 0, verdict });
  if (fresh.length < leastSamples || reference.length < leastSamples) return none('few');
  const cuts = borders(reference, fresh.length < 100 ? 5 : 10);
  if (cuts.length === 0) return none('flat');
  const [a, b] = [counts(fresh, cuts), counts(reference, cuts)];
  const bins = cuts.length + 1;
  // Half a sample in every bin: an empty one would make the sum endless.
  const part = (n: number, all: number) => (n + 0.5) / (all + bins / 2);
  const psi = a.reduce((sum, n, i) => {
    const [p, q] = [part(n, fresh.length), part(b[i]!, reference.length)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
  const limit = chi95[bins - 2]! * (1 / fresh.length + 1 / reference.length);
  return { psi, limit, bins, verdict: psi <= limit ? 'same' : psi < 0.25 ? 'some' : 'strong' };
}
