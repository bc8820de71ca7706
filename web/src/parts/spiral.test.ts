// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { curve, spiral } from './spiral';

describe('spiral', () => {
  it('goes outwards, and neighbours stand a step apart', () => {
    const { places, radius } = spiral(60, { step: 30 });
    const far = places.map((p) => Math.hypot(p.x, p.y));
    expect(far.every((r, i) => i === 0 || r > far[i - 1]!)).toBe(true);
    expect(radius).toBeCloseTo(far.at(-1)!);
    // A chord is a little shorter than its arc; at the innermost turn (radius 20, step 30) by at most 9 %.
    for (let i = 1; i < places.length; i++) {
      const chord = Math.hypot(places[i]!.x - places[i - 1]!.x, places[i]!.y - places[i - 1]!.y);
      expect(chord).toBeLessThanOrEqual(30);
      expect(chord).toBeGreaterThan(30 * 0.91);
    }
  });
  it('keeps turns a gap apart', () => {
    const { places } = spiral(200, { step: 30, gap: 46 });
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 2)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(30);
  });
  it('draws one curve piece between two places', () => {
    expect(curve([])).toBe('');
    expect(curve(spiral(4).places).match(/C/g)).toHaveLength(3);
  });
});
