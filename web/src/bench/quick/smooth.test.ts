// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Answer } from '../../api/bench';
import { decide, smooth } from './smooth';

const answer = (go: number): Answer => ({ name: '', label: 'go', unknown: false, threshold: 0.5, scores: [{ label: 'go', score: go }, { label: 'stop', score: 1 - go }] });

test('scores are averaged class by class', () => {
  expect(smooth([answer(1), answer(0.5), answer(0)])).toEqual([{ label: 'go', score: 0.5 }, { label: 'stop', score: 0.5 }]);
  expect(smooth([])).toEqual([]);
});
test('one loud answer among three decides nothing', () => {
  expect(decide(smooth([answer(0.2), answer(0.2), answer(0.9)]), 0.7)).toBeNull();
  expect(decide(smooth([answer(0.9), answer(0.8), answer(1)]), 0.7)?.label).toBe('go');
});
