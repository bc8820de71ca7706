// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Run } from '../../api/bench';
import { digitsOf, logTicks, powers, ticks } from '../charts/scale';
import { ramp } from '../charts/ramp';
import { differences } from './diff';
import { hints } from './hints';
import { fits, joined, lines, moved, readSummary } from './layers';
import type { Evaluation } from './report';

describe('differences of runs', () => {
  const run = (options: Record<string, string>) => ({ options }) as Run;
  it('names what differs and what only one has, in order', () => {
    expect(differences(run({ 'train.epochs': '10', 'train.batch': '32', 'model.base': 'x' }), run({ 'train.epochs': '20', 'train.batch': '32' }))).toEqual([
      { name: 'model.base', a: 'x', b: '' }, { name: 'train.epochs', a: '10', b: '20' },
    ]);
  });
});

describe('layers', () => {
  // As core/nn/summary.cpp writes it.
  const text = [
    'layer                                                              output parameters         macs',
    'input                                                             28x28x1',
    'conv2d filters=16 kernel=3x3 padding=same                        28x28x16        160       112896',
    'relu                                                             28x28x16          0            0',
    'sum                                                                              160       112896',
  ].join('\n');
  it('reads the table of a trained network', () => {
    expect(readSummary(text)).toEqual({ input: '28x28x1', layers: [
      { layer: 'conv2d filters=16 kernel=3x3 padding=same', output: '28x28x16', parameters: 160, macs: 112896 },
      { layer: 'relu', output: '28x28x16', parameters: 0, macs: 0 },
    ] });
    expect(readSummary('')).toEqual({ input: '', layers: [] });
  });
  it('shapes are shown only beside layers they belong to', () => {
    const { layers } = readSummary(text);
    expect(fits(['conv2d filters=16 kernel=3x3 padding=same', 'relu'], layers)).toBe(true);
    expect(fits(['relu', 'conv2d filters=16'], layers)).toBe(false);
    expect(fits(['conv2d'], layers)).toBe(false);
  });
  it('an option of several texts has commas between, and empty lines fall away', () => {
    expect(lines('a b=1, relu')).toEqual(['a b=1', 'relu']);
    expect(lines(' ')).toEqual([]);
    expect(joined(['a', ' ', 'b '])).toBe('a,b');
  });
  it('moves one line and leaves the ends alone', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });
});

describe('hints', () => {
  const evaluation = (more: Partial<Evaluation>) => ({
    origin: 'recorded', clips: 200, speakers: 20, accuracy_by_speaker: { low: 0.9, high: 0.95, level: 0.95, method: '' },
    confusion: { labels: ['a', 'b'], counts: [[50, 0], [0, 50]] }, classes: [{ label: 'a', support: 50, recall: 1 }, { label: 'b', support: 50, recall: 1 }],
    groups: { attribute: 'group', slices: [], best: '', largest_gap: 0 }, ...more,
  }) as Evaluation;
  const kinds = (e: Evaluation, whos = 'people') => hints(e, whos).map((hint) => hint.kind);

  it('a good evaluation gives none', () => expect(kinds(evaluation({}))).toEqual([]));
  it('synthetic data come first, and few people make an interval that nobody should believe', () => {
    expect(kinds(evaluation({ origin: 'synthetic', speakers: 2 }))).toEqual(['synthetic', 'people']);
    expect(kinds(evaluation({ speakers: 2 }), '')).toEqual([]);
  });
  it('two classes taken for each other are named with their counts', () => {
    const [hint] = hints(evaluation({ confusion: { labels: ['a', 'b'], counts: [[40, 10], [5, 45]] } }), 'people');
    expect(hint).toEqual({ kind: 'confused', a: 'a', b: 'b', n: 15, of: 100 });
  });
  it('two mistakes are no pattern', () => {
    expect(kinds(evaluation({ confusion: { labels: ['a', 'b'], counts: [[8, 2], [0, 10]] } }))).toEqual([]);
  });
  it('a group far behind counts only when the intervals part', () => {
    const slice = (name: string, accuracy: number, low: number, high: number) => ({ name, n: 100, speakers: 10, correct: 0, accuracy, interval: { low, high, level: 0.95, method: '' }, gap_to_best: 0.95 - accuracy, small: false });
    const groups = (high: number) => ({ attribute: 'group', slices: [slice('x', 0.7, 0.6, high), slice('y', 0.95, 0.9, 0.98)], best: 'y', largest_gap: 0.25 });
    expect(kinds(evaluation({ groups: groups(0.8) }))).toEqual(['slice']);
    expect(kinds(evaluation({ groups: groups(0.91) }))).toEqual([]);
  });
});

describe('axes', () => {
  it('have round steps within their ends', () => {
    expect(ticks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(ticks(-1.2, 1.1, 4)).toEqual([-1, 0, 1]);
    expect(ticks(3, 3)).toEqual([3]);
  });
  it('log axes have powers of ten, or round values where there are not two', () => {
    expect(powers(0.02, 30)).toEqual([0.1, 1, 10]);
    expect(powers(0.3, 0.8).length).toBeGreaterThan(1);
    expect(logTicks(0.05, 3)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  });
  it('give all ticks as many digits as the finest needs', () => {
    expect(digitsOf([0, 0.25, 0.5])).toBe(2);
    expect(digitsOf([0, 20])).toBe(0);
  });
  it('the ramp is dark at the bottom and bright at the top', () => {
    expect(ramp(0)).toEqual([68, 1, 84]);
    expect(ramp(1)).toEqual([253, 231, 37]);
    expect(ramp(NaN)).toEqual(ramp(0));
  });
});
