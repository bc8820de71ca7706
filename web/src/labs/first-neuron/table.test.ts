// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { readShort, readTable, sixPoints, writeShort, writeTable } from './table';

describe('a table of pairs', () => {
  it('is read however people write two numbers', () => {
    const { pairs, bad } = readTable('1, 2\n3 4\n5;6\n7\t8\n9,10\n\n-1.5, −2.5\n0,5 1,5');
    expect(bad).toBe(0);
    expect(pairs.map(({ x, y }) => [x, y])).toEqual([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [-1.5, -2.5], [0.5, 1.5]]);
  });
  it('names the line that is no pair', () => {
    expect(readTable('1, 2\nx, y').bad).toBe(2);
    expect(readTable('1').bad).toBe(1);
    expect(readTable('1, 2, 3').bad).toBe(1);
  });
  it('comes back from text and from the address', () => {
    expect(readTable(writeTable(sixPoints)).pairs).toEqual(sixPoints);
    expect(readShort(writeShort(sixPoints))).toEqual(sixPoints);
    expect(readShort('1,2;oops')).toEqual([]);
    expect(readShort(null)).toEqual([]);
  });
});
