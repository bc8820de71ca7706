// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { beside, nearest } from './pick';

describe('the dot that is meant', () => {
  it('by pointer is the nearest one within reach', () => {
    const dots = [{ id: 'a', x: 0, y: 0 }, { id: 'b', x: 20, y: 0 }];
    expect(nearest(dots, 8, 0)).toBe('a');
    expect(nearest(dots, 14, 3)).toBe('b');
    expect(nearest(dots, 100, 0)).toBe('');
    expect(nearest([], 0, 0)).toBe('');
  });
  it('by keyboard is the next in the order of what it costs', () => {
    const dots = [{ id: 'dear', cost: 9 }, { id: 'cheap', cost: 1 }, { id: 'middle', cost: 5 }];
    expect(beside(dots, '', 'ArrowRight')).toBe('cheap');
    expect(beside(dots, 'cheap', 'ArrowRight')).toBe('middle');
    expect(beside(dots, 'middle', 'ArrowLeft')).toBe('cheap');
    expect(beside(dots, 'cheap', 'ArrowLeft')).toBe('cheap');
    expect(beside(dots, 'cheap', 'End')).toBe('dear');
    expect(beside(dots, 'dear', 'ArrowUp')).toBe('dear');
    expect(beside(dots, 'dear', 'Escape')).toBe('');
    expect(beside(dots, 'dear', 'x')).toBeUndefined();
    expect(beside([], '', 'Home')).toBeUndefined();
  });
});
