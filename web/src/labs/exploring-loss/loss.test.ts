// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { arrived, largestRate, loss, lost, ring, slope, step, truth, valley, walk } from './loss';

describe('exploring loss', () => {
  it('is 31 for y = 3x - 1, whose errors are -1, 0, 1, 2, 3, 4', () => {
    // By hand: 1 + 0 + 1 + 4 + 9 + 16 = 31.
    expect(loss({ w: 3, b: -1 }).sum).toBe(31);
    expect(loss({ w: 3, b: -1 }).mean).toBeCloseTo(31 / 6, 12);
    expect(loss({ w: 3, b: -1 }).root).toBeCloseTo(Math.sqrt(31 / 6), 12);
  });
  it('is 6 for y = 2x - 2, which is one too low at each of six points', () => {
    expect(loss({ w: 2, b: -2 })).toEqual({ sum: 6, mean: 1, root: 1 });
  });
  it('is nothing for the line the points lie on, and flat there', () => {
    expect(loss(truth).sum).toBe(0);
    expect(slope(truth)).toEqual({ w: 0, b: 0 });
  });
  it('has the slope that small differences show', () => {
    const at = { w: 0.7, b: 2.1 };
    const h = 1e-6;
    const dw = (loss({ ...at, w: at.w + h }).mean - loss({ ...at, w: at.w - h }).mean) / (2 * h);
    const db = (loss({ ...at, b: at.b + h }).mean - loss({ ...at, b: at.b - h }).mean) / (2 * h);
    // Central differences of a parabola are exact but for rounding: 1e-16 * loss / h is about 1e-9.
    expect(slope(at).w).toBeCloseTo(dw, 7);
    expect(slope(at).b).toBeCloseTo(db, 7);
  });
  it('has curvatures whose sum and product are those of the matrix (31/3 3; 3 2)', () => {
    expect(valley.steep + valley.flat).toBeCloseTo(31 / 3 + 2, 12);
    expect(valley.steep * valley.flat).toBeCloseTo((31 / 3) * 2 - 9, 12);
  });
  it('has rings on which the loss is the same all around', () => {
    const { steep, flat } = ring(4);
    const [c, s] = [Math.cos(valley.angle), Math.sin(valley.angle)];
    for (const [along, across] of [[steep, 0], [0, flat], [-steep, 0], [steep * Math.SQRT1_2, flat * Math.SQRT1_2]] as const)
      expect(loss({ w: truth.w + along * c - across * s, b: truth.b + along * s + across * c }).mean).toBeCloseTo(4, 10);
  });
});

describe('gradient descent', () => {
  it('steps against the slope', () => {
    // Slope at y = 2x - 2: every error is -1, so dw = -2/6 * 9 = -3 and db = -2.
    expect(step({ w: 2, b: -2 }, 0.1)).toEqual({ w: 2.3, b: -1.8 });
  });
  it('is where the lesson says after 50 steps from w = b = 10 at rate 0.09', () => {
    const end = walk({ w: 10, b: 10 }, 0.09, 50).at(-1)!;
    expect(end.w).toBeCloseTo(1.981, 3);
    expect(end.b).toBeCloseTo(-0.942, 3);
  });
  it('arrives just below the largest rate and is lost just above it', () => {
    // 2 / 11.30 = 0.177.
    expect(largestRate).toBeCloseTo(0.177, 3);
    expect(arrived(walk({ w: 8, b: 6 }, largestRate * 0.98, 2000).at(-1)!)).toBe(true);
    expect(lost(walk({ w: 8, b: 6 }, largestRate * 1.05, 2000).at(-1)!)).toBe(true);
  });
  it('stops when it is lost', () => {
    expect(walk({ w: 8, b: 6 }, 0.25, 100000).length).toBeLessThan(100);
  });
});
