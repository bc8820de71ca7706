// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { borders, drift, histogram } from './drift';

/** Even values of [0, 1), so that nothing depends on chance. */
const even = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);

describe('histogram', () => {
  it('shares add up to one, and what is outside counts at the edge', () => {
    const h = histogram([0, 0.49, 0.5, 1, 7], 2);
    expect(h[0]).toBeCloseTo(0.4);
    expect(h[1]).toBeCloseTo(0.6);
  });
});

describe('population stability index', () => {
  it('cuts into equally full bins', () => {
    expect(borders([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([3, 5, 7]);
  });
  it('is 0 for the same shares, and says nothing of few samples', () => {
    expect(drift(even(200), even(200))).toMatchObject({ psi: 0, verdict: 'same', bins: 10 });
    expect(drift(even(200), even(19)).verdict).toBe('few');
    expect(drift(even(10), even(200)).verdict).toBe('few');
  });
  it('is that of the formula: all new samples in the upper half', () => {
    // 10 bins of 20 test samples; 200 new ones in the upper five, 40 each. With half a sample more in every bin, of 205:
    // 5 (0.5/205 - 20.5/205) ln(0.5/20.5) + 5 (40.5/205 - 20.5/205) ln(40.5/20.5).
    const fresh = even(200).flatMap((v) => (v > 0.5 ? [v, v] : []));
    const expected = 5 * ((0.5 - 20.5) / 205) * Math.log(0.5 / 20.5) + 5 * ((40.5 - 20.5) / 205) * Math.log(40.5 / 20.5);
    const found = drift(even(200), fresh);
    expect(found.psi).toBeCloseTo(expected, 10);
    expect(found.verdict).toBe('strong');
    // chi-square of 9 degrees at 95 %: 16.919, times 1/200 + 1/200.
    expect(found.limit).toBeCloseTo(0.16919, 10);
  });
  it('chance in few samples is no drift', () => {
    // 25 samples, 7, 5, 5, 5 and 3 in five bins: far from even, and within chance.
    const fresh = [7, 5, 5, 5, 3].flatMap((n, bin) => Array.from({ length: n }, () => bin / 5 + 0.1));
    const found = drift(even(200), fresh);
    expect(found.bins).toBe(5);
    expect(found.psi).toBeGreaterThan(0.02);
    expect(found.verdict).toBe('same');
  });
  it('a test of one value alone cannot be compared with', () => {
    expect(drift(Array<number>(50).fill(1), even(50)).verdict).toBe('flat');
  });
});
