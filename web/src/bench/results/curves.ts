// SPDX-License-Identifier: Apache-2.0
// What the curves of a training say. Rules, not taste: each is a comparison that the reader can make in the chart.
import type { CurvePoint } from '../../api/bench';

export type Reading =
  | { kind: 'early'; epochs: number }
  | { kind: 'broken'; epoch: number }           // the loss is no number, or far above where it began
  | { kind: 'not_learning'; share: number }     // the training loss has fallen by less than 5 %
  | { kind: 'overfitting'; epoch: number; rise: number }
  | { kind: 'more_epochs'; share: number }      // the last third brought `share` of the whole fall
  | { kind: 'gap'; gap: number }                // training accuracy so far above validation accuracy
  | { kind: 'settled'; epoch: number };

/** Both, each epoch once, in order; of an epoch that both have, the second's. */
export function joinedCurves(a: CurvePoint[], b: CurvePoint[]): CurvePoint[] {
  return [...new Map([...a, ...b].map((point) => [point.epoch, point])).values()].sort((p, q) => p.epoch - q.epoch);
}

/** Mean of each value and its neighbours: single jumps are no trend. */
export function smooth(values: number[]): number[] {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - 1), i + 2);
    return near.reduce((a, b) => a + b, 0) / near.length;
  });
}
const least = (values: number[]) => values.reduce((best, v, i) => (v < values[best]! ? i : best), 0);

/** Expects the epochs in order. */
export function read(curve: CurvePoint[]): Reading {
  const broken = curve.find((p) => !Number.isFinite(p.loss) || !Number.isFinite(p.validation_loss));
  if (broken) return { kind: 'broken', epoch: broken.epoch };
  if (curve.length < 4) return { kind: 'early', epochs: curve.length };
  const train = smooth(curve.map((p) => p.loss));
  const validation = smooth(curve.map((p) => p.validation_loss));
  const last = curve.length - 1;
  if (train[last]! > 2 * train[0]!) return { kind: 'broken', epoch: curve[last]!.epoch };
  const fell = (train[0]! - Math.min(...train)) / (Math.abs(train[0]!) || 1);
  if (fell < 0.05) return { kind: 'not_learning', share: fell };
  return trend(curve, train, validation);
}

function trend(curve: CurvePoint[], train: number[], validation: number[]): Reading {
  const last = curve.length - 1;
  const best = least(validation);
  const fall = Math.max(validation[0]! - validation[best]!, 1e-12);
  const rise = (validation[last]! - validation[best]!) / (Math.abs(validation[best]!) || 1);
  const back = (validation[last]! - validation[best]!) / fall;
  if (last - best >= 3 && rise > 0.05 && back > 0.05 && train[last]! < train[best]!) return { kind: 'overfitting', epoch: curve[best]!.epoch, rise };
  const third = validation[Math.floor((2 * last) / 3)]! - validation[last]!;
  if (third > 0.1 * fall && best >= last - 1) return { kind: 'more_epochs', share: third / fall };
  const end = curve[last]!;
  const gap = end.accuracy - end.validation_accuracy;
  if (Number.isFinite(gap) && gap > 0.1) return { kind: 'gap', gap };
  return { kind: 'settled', epoch: curve[best]!.epoch };
}
