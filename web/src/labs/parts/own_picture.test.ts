// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { middle, valuesOf } from './own_picture';

describe('a picture of the learner', () => {
  it('is cut to the middle square when it is wide, and when it is tall', () => {
    expect(middle(400, 200, [28, 28, 1])).toEqual({ x: 100, y: 0, w: 200, h: 200 });
    expect(middle(200, 400, [28, 28, 1])).toEqual({ x: 0, y: 100, w: 200, h: 200 });
  });
  it('is cut to other proportions too', () => {
    expect(middle(400, 400, [100, 200, 3])).toEqual({ x: 0, y: 100, w: 400, h: 200 });
  });
  it('becomes colours, or grey as the eye weighs them', () => {
    expect([...valuesOf(Uint8ClampedArray.of(255, 0, 51, 255), 3)]).toEqual([1, 0, Math.fround(0.2)]);
    expect(valuesOf(Uint8ClampedArray.of(255, 255, 255, 255), 1)[0]).toBeCloseTo(1, 6);
    expect(valuesOf(Uint8ClampedArray.of(0, 255, 0, 255), 1)[0]).toBeCloseTo(0.587, 6);
  });
});
