// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { best, isAlarm, smoothed, verdict } from './smooth';

describe('answers over time', () => {
  const scores = (a: number, b: number) => [{ label: 'a', score: a }, { label: 'b', score: b }];
  it('are mixed with what came before, unless the classes are others', () => {
    expect(smoothed(scores(1, 0), scores(0, 1), 0.75)).toEqual(scores(0.75, 0.25));
    expect(smoothed([], scores(0, 1), 0.75)).toEqual(scores(0, 1));
  });
  it('are unsure below the threshold', () => {
    expect(verdict(scores(0.4, 0.6), 0.7, 1)).toEqual({ label: 'b', score: 0.6, unsure: true, at: 1 });
    expect(verdict(scores(0.4, 0.6), 0.6, 2).unsure).toBe(false);
    expect(best([])).toBeUndefined();
  });
  it('an alarm is above the threshold, not at it', () => {
    const answer = (value: number) => ({ name: '', label: '', unknown: false, scores: [], value, threshold: 1 });
    expect([isAlarm(answer(1)), isAlarm(answer(1.1))]).toEqual([false, true]);
  });
});
