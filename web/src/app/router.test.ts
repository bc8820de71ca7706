// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { match } from './router';

const rows = [
  ['/', 'home'],
  ['/units/:id', 'unit'],
  ['/courses/:id/concepts', 'concepts'],
] as const;

describe('router', () => {
  it('gives the named parts of a path', () => {
    expect(match(rows, '/units/u7k2m9')).toEqual({ name: 'unit', params: { id: 'u7k2m9' } });
  });
  it('does not mind a slash at the end', () => {
    expect(match(rows, '/courses/c1/concepts/')).toEqual({ name: 'concepts', params: { id: 'c1' } });
    expect(match(rows, '/')?.name).toBe('home');
  });
  it('reads escaped letters and refuses broken ones', () => {
    expect(match(rows, '/units/a%20b')?.params.id).toBe('a b');
    expect(match(rows, '/units/%E0%A4%A')).toBeNull();
  });
  it('knows no page for a path that is too long, too short or strange', () => {
    expect(['/units', '/units/', '/units/a/b', '/nowhere'].map((path) => match(rows, path))).toEqual([null, null, null, null]);
  });
});
