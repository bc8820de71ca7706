// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fitted, readStrokes, withDot, withStroke, writeStrokes } from './strokes';

describe('a drawing', () => {
  it('grows by dots that are far enough from each other', () => {
    let drawing = withStroke([], { x: 10, y: 10 });
    drawing = withDot(drawing, { x: 11, y: 11 });
    drawing = withDot(drawing, { x: 20, y: 140 });
    expect(drawing).toEqual([[{ x: 10, y: 10 }, { x: 20, y: 99 }]]);
  });
  it('comes back from the address as it was written', () => {
    const drawing = [[{ x: 5, y: 99 }, { x: 50, y: 0 }], [{ x: 7, y: 8 }]];
    expect(writeStrokes(drawing)).toBe('05995000-0708');
    expect(readStrokes(writeStrokes(drawing))).toEqual(drawing);
  });
  it('takes nothing broken from an address, and no more than fits', () => {
    expect(readStrokes(null)).toEqual([]);
    expect(readStrokes('123-abcd-0101')).toEqual([[{ x: 1, y: 1 }]]);
    expect(readStrokes(Array(40).fill('0101').join('-'))).toHaveLength(12);
  });
  it('is moved to the middle and made as tall as the others', () => {
    // From (20, 10) to (40, 90): 80 tall becomes 16, so the scale is 0.2 and its middle (30, 50) comes to (14, 14).
    expect(fitted([[{ x: 20, y: 10 }, { x: 40, y: 90 }]], 28, 16)).toEqual({ scale: 0.2, dx: 8, dy: 4 });
  });
  it('is not blown up when it is one dot', () => {
    expect(fitted([[{ x: 50, y: 50 }]], 28, 20).scale).toBe(1);
  });
});
