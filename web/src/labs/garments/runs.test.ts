// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { engineInNode, hasCore } from '../engine/in_node';
import { baseline, compared, differences, experimentOf, layersOf, readRuns, writeRuns, type Run } from './runs';

describe('an experiment', () => {
  it('is one change from the baseline', () => {
    expect(experimentOf(baseline)).toBe('baseline');
    expect(experimentOf({ ...baseline, scaled: false })).toBe('raw');
    expect(experimentOf({ ...baseline, neurons: 40 })).toBe('wide');
    expect(experimentOf({ ...baseline, layers: 2 })).toBe('deep');
    expect(experimentOf({ ...baseline, epochs: 200, stops: true })).toBe('early');
  });
  it('is none when two things changed, or another amount', () => {
    expect(experimentOf({ ...baseline, neurons: 40, layers: 2 })).toBeNull();
    expect(differences({ ...baseline, neurons: 40, layers: 2 })).toEqual(['neurons', 'layers']);
    expect(experimentOf({ ...baseline, neurons: 80 })).toBeNull();
    expect(experimentOf({ ...baseline, epochs: 200 })).toBeNull();
    // 20 epochs leave early stopping no room.
    expect(experimentOf({ ...baseline, stops: true })).toBeNull();
  });
  it('comes back from the address', () => {
    const runs: Run[] = [{ ...baseline, expected: '' }, { ...baseline, scaled: false, expected: 'worse' }, { ...baseline, epochs: 200, stops: true, expected: 'better' }];
    expect(readRuns(writeRuns(runs))).toEqual(runs);
    expect(readRuns('1.20.1.20.0.9_x_1.21.1.20.0.1_1.20.1.20.0.1.1')).toEqual([]);
  });
  it('differs from another by more than two points, or is the same', () => {
    expect([compared(0.88, 0.92), compared(0.9, 0.92), compared(0.94, 0.92), compared(0.95, 0.92)]).toEqual(['worse', 'same', 'same', 'better']);
  });
});

describe.runIf(hasCore)('the core', () => {
  it('builds what a run asks for', async () => {
    const engine = await engineInNode();
    // By hand: 784 * 20 + 20 + 20 * 20 + 20 + 20 * 10 + 10.
    expect((await engine.model({ layers: layersOf({ ...baseline, layers: 2 }), input: [28, 28, 1], seed: 1 })).described.parameters).toBe(16330);
  });
});
