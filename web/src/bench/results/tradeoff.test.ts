// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Candidate, CompareRow } from '../../api/bench';
import { ends, loss, optimized, type Sensitivity } from './optimized';
import { metricText, objectiveName, objectiveText, ofComparison, ofSearch, wayName } from './tradeoff';

describe('ways to make a model smaller', () => {
  // As workflow/compare.cpp titles them.
  it('are named with the numbers of the program', () => {
    expect(wayName('pruned_clustered_aware', '60 % pruned, 16 clusters, trained for int8')).toBe('60 % pruned, 16 clusters, trained for int8');
    expect(wayName('narrow_distilled', '37.5 % of channels out, taught')).toBe('37.5 % of channels out, taught');
    expect(wayName('quantization_aware', 'trained for int8')).toBe('trained for int8');
    expect(wayName('newer', 'a way of tomorrow')).toBe('a way of tomorrow');
  });
  it('are dots only where the board ran them', () => {
    const row = (id: string, more: Partial<CompareRow>): CompareRow => ({ id, title: id, metric: 'accuracy', value: 0.9, low: 0.8, high: 1, file_bytes: 9, packed_bytes: null, macs: 1, flash_bytes: 0, ram_bytes: 0, instructions: 0, on_front: false, ...more });
    const dots = ofComparison([row('int8', { flash_bytes: 10, ram_bytes: 5, instructions: 7, on_front: true }), row('float', { not_run: 'too large' }), row('narrow', { flash_bytes: 4, refused: 'why' })]);
    expect(dots).toEqual([{ id: 'int8', name: 'int8 after training', value: 0.9, flash: 10, ram: 5, instructions: 7, front: true, marked: true }]);
  });
  it('write a value as its metric is written', () => {
    expect([metricText('accuracy', 0.876), metricText('AUC', 0.8765), metricText('mean absolute error', 0.08765)]).toEqual(['87.6 %', '0.877', '0.0877']);
  });
});

describe('networks that a search has found', () => {
  const one: Candidate = { candidate: 3, point: 'depth=1', epochs: 9, ram_bytes: 5, flash_bytes: 10, instructions: 7, instructions_measured: false, macs: 1, parameters: 2, on_front: true, best: true };
  const dot = { id: '3', name: 'network 3', flash: 10, ram: 5, instructions: 7, front: true, marked: true };
  it('are worth what the search chose by', () => {
    expect(ofSearch([{ ...one, validation_accuracy: 0.876 }], 'validation_accuracy')).toEqual([{ ...dot, value: 0.876 }]);
    expect(ofSearch([{ ...one, validation_loss: 0.0123 }], 'validation_loss')).toEqual([{ ...dot, value: 0.0123 }]);
  });
  it('have an accuracy in percent and a loss as it is', () => {
    expect([objectiveName('validation_accuracy'), objectiveText('validation_accuracy', 0.876)]).toEqual(['Validation accuracy', '87.6 %']);
    expect([objectiveName('validation_loss'), objectiveText('validation_loss', 0.0123)]).toEqual(['Validation loss', '0.0123']);
  });
});

describe('what optimize has found', () => {
  const sensitivity: Sensitivity = { accuracy: 0.95, levels: [0.25, 0.5, 0.75], split: 'validation', rows: [{ layer: 'a', weights: 10, accuracy: [0.95, 0.9, 0.4] }, { layer: 'b', weights: 20, accuracy: [0.95, 0.95, 0.9] }] };
  it('is read from the facts of the stage, whatever is missing', () => {
    expect(optimized(undefined)).toEqual({ variants: [], schemes: [] });
    expect(optimized({ variants: 'none', dead_channels: null, sensitivity })).toEqual({ variants: [], schemes: [], sensitivity });
  });
  // By hand: 0.95 - 0.90 is 5 points, 0.95 - 0.40 is 55.
  it('colours a cell by the points that are lost', () => {
    expect([0.95, 0.94, 0.92, 0.88, 0.7, 0.4].map((accuracy) => loss(0.95, accuracy))).toEqual([0, 0, 1, 2, 3, 4]);
    expect(loss(0.95, 0.99)).toBe(0);
  });
  it('names the layer that bears least and the one that bears most, at the middle level', () => {
    expect(ends(sensitivity)).toEqual({ weakest: 'a', strongest: 'b' });
    expect(ends({ ...sensitivity, rows: [sensitivity.rows[1]!, sensitivity.rows[1]!] })).toBeNull();
    expect(ends({ ...sensitivity, rows: [] })).toBeNull();
  });
});
