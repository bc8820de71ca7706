// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Item, ItemType } from '../../api/types';
import { blank, looksLikeNumber, moved, ready } from './ready';

const item = (type: ItemType, more: Partial<Item> = {}): Item =>
  ({ id: 'q', type, question_html: '', max_attempts: 0, hints: 0, ...more });
const two = [{ id: 'a', html: 'A' }, { id: 'b', html: 'B' }];

describe('answers', () => {
  it('of every type are not ready while nothing was chosen, except an order, which always says something', () => {
    const types: ItemType[] = ['single', 'multi', 'numeric', 'text', 'matching', 'free', 'survey', 'predict'];
    for (const type of types) {
      const one = item(type, { options: two, left: two, right: two });
      expect(ready(one, blank(one)), type).toBe(false);
    }
    const order = item('ordering', { options: two });
    expect(ready(order, blank(order))).toBe(true);
  });
  it('of a matching item are ready when every left side has a partner', () => {
    const one = item('matching', { left: two, right: two });
    expect(ready(one, { pairs: { a: 'b' } })).toBe(false);
    expect(ready(one, { pairs: { a: 'b', b: 'a' } })).toBe(true);
  });
  it('may be numbers with a comma, a sign or an exponent', () => {
    expect(['49', '1,5', '-3', '.5', '2e-3', ' 7 ', '−1'].every(looksLikeNumber)).toBe(true);
    expect(['', 'x', '1,2,3', '1.5.2', '3 ms', '-'].some(looksLikeNumber)).toBe(false);
  });
  it('move one place, and never out of the list', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 9)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a'], 5, 0)).toEqual(['a']);
  });
});
