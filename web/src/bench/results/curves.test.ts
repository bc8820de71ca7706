// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../api/bench';
import { joinedCurves, read, smooth } from './curves';

const curve = (loss: number[], validation: number[], accuracy = [0], validationAccuracy = [0]): CurvePoint[] =>
  loss.map((v, i) => ({ epoch: i + 1, loss: v, validation_loss: validation[i]!, accuracy: accuracy[i] ?? accuracy.at(-1)!, validation_accuracy: validationAccuracy[i] ?? validationAccuracy.at(-1)!, learning_rate: 0.001, seconds: 1 }));
const range = (n: number, f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i));

describe('curves that come in pieces', () => {
  it('keep every epoch once, in order, whatever arrives late', () => {
    const whole = curve([4, 3, 2, 1], [4, 3, 2, 1]);
    expect(joinedCurves(whole, whole.slice(0, 2))).toEqual(whole);
    expect(joinedCurves(whole.slice(2), whole.slice(0, 3))).toEqual(whole);
    expect(joinedCurves([], [])).toEqual([]);
  });
});

describe('what curves say', () => {
  it('nothing after three epochs', () => {
    expect(read(curve([3, 2, 1], [3, 2, 1]))).toEqual({ kind: 'early', epochs: 3 });
    expect(read([])).toEqual({ kind: 'early', epochs: 0 });
  });
  it('names the epoch in which the loss ran away', () => {
    expect(read(curve([1, 2, NaN, NaN], [1, 2, 3, 4]))).toEqual({ kind: 'broken', epoch: 3 });
    expect(read(curve([1, 3, 8, 20, 50], [1, 3, 8, 20, 50])).kind).toBe('broken');
  });
  it('flat training loss is not learning', () => {
    expect(read(curve(range(20, (i) => 2.3 - 0.001 * i), range(20, () => 2.3)))).toMatchObject({ kind: 'not_learning' });
  });
  it('validation up while training goes down is overfitting, from its lowest epoch on', () => {
    const found = read(curve(range(20, (i) => 2 * 0.8 ** i), range(20, (i) => 1 + 0.02 * (i - 6) ** 2)));
    // Lowest at i = 6, that is epoch 7.
    expect(found).toMatchObject({ kind: 'overfitting', epoch: 7 });
  });
  it('one bad epoch at the end is not overfitting', () => {
    expect(read(curve(range(20, (i) => 2 * 0.7 ** i), range(20, (i) => (i === 19 ? 0.25 : 0.2 + 0.7 ** i)))).kind).not.toBe('overfitting');
  });
  it('a fall that goes on wants more epochs, and says how much came last', () => {
    const found = read(curve(range(10, (i) => 10 - i), range(10, (i) => 10 - i)));
    // A straight line, smoothed at its ends: from epoch 7 on 2.5 of 8.
    expect(found).toMatchObject({ kind: 'more_epochs' });
    expect((found as { share: number }).share).toBeCloseTo(2.5 / 8);
  });
  it('a steady gap is named as such', () => {
    expect(read(curve(range(30, (i) => 0.1 + 0.5 ** i), range(30, (i) => 0.5 + 0.5 ** i), [0.99], [0.8]))).toMatchObject({ kind: 'gap' });
  });
  it('else it has settled', () => {
    expect(read(curve(range(30, (i) => 0.1 + 0.5 ** i), range(30, (i) => 0.12 + 0.5 ** i), [0.99], [0.97])).kind).toBe('settled');
  });
  it('smoothing takes neighbours, at the ends those there are', () => {
    expect(smooth([0, 3, 6, 0])).toEqual([1.5, 3, 3, 3]);
  });
});
