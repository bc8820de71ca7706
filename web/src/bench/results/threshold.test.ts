// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { alarms, cheapest, costs, count, hasRest, readScores } from './threshold';

const text = (bytes: number[]) => Buffer.from(bytes).toString('base64');
/** truths, tops and rows of scores as the report holds them. */
const table = (labels: string[], truths: number[], rows: number[][]) =>
  readScores({ labels, truths: text(truths), tops: text(rows.map((row) => row.indexOf(Math.max(...row)))), scores: text(rows.flat()) })!;

describe('thresholds of classes', () => {
  // Four clips: a "yes" that is sure, a "yes" that is half sure, a "yes" taken for "no", and an "unknown" that sounds like "no".
  const words = table(['unknown', 'yes', 'no'], [1, 1, 1, 0], [[10, 240, 5], [90, 150, 15], [5, 50, 200], [100, 35, 120]]);

  it('counts by hand at 128: one false reject by name, none by silence, no false accept', () => {
    expect(count(words, -1, 128)).toEqual({ positives: 3, negatives: 1, falseAccepts: 0, missed: 0, wrong: 1 });
  });
  it('lets the unknown clip in at a low threshold and keeps more out at a high one', () => {
    expect(count(words, -1, 0).falseAccepts).toBe(1);
    expect(count(words, -1, 201)).toMatchObject({ falseAccepts: 0, missed: 2, wrong: 0 });
  });
  it('accepts a score that equals the threshold', () => {
    expect(count(words, 1, 150).missed).toBe(1);
    expect(count(words, 1, 151).missed).toBe(2);
  });
  it('gives both errors as shares: of the negatives and of the positives', () => {
    const c = costs(words, -1, 128);
    expect([c.first, c.second]).toEqual([0, 1 / 3]);
    expect(c.secondOf).toEqual([1, 3]);
  });
  it('without a rest class the errors are wrong and missing answers', () => {
    const pictures = table(['cat', 'dog'], [0, 1, 1], [[200, 55], [130, 125], [20, 235]]);
    expect(hasRest(pictures)).toBe(false);
    expect(costs(pictures, -1, 0)).toMatchObject({ firstOf: [1, 3], secondOf: [0, 3] });
    expect(costs(pictures, -1, 131)).toMatchObject({ firstOf: [0, 3], secondOf: [1, 3] });
  });
  it('the dearer a false accept, the higher the cheapest threshold', () => {
    // At 0: one false accept and one false reject. From 121 on: the false accept is gone, the rejects are still one.
    expect(cheapest(words, -1, 1)).toBe(121);
    expect(cheapest(words, -1, 0.1)).toBeLessThanOrEqual(cheapest(words, -1, 10));
  });
  it('refuses a table that does not fit together', () => {
    expect(readScores({ labels: ['a', 'b'], truths: text([0]), tops: text([0]), scores: text([1]) })).toBeUndefined();
    expect(readScores(undefined)).toBeUndefined();
    expect(readScores({ labels: [], truths: '', tops: '', scores: '' })).toBeUndefined();
  });
});

describe('thresholds of an alarm', () => {
  it('counts what is above, not what is equal', () => {
    const r = alarms([0.1, 0.2, 0.5], [0.5, 0.9], 0.5);
    expect(r).toMatchObject({ found: 1, missed: 1, false_alarms: 0, passed: 3, precision: 1, recall: 0.5 });
    expect(r.f1).toBeCloseTo(2 / 3);
  });
  it('has no precision to speak of when nothing is found', () => {
    expect(alarms([1], [2], 9)).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });
});
