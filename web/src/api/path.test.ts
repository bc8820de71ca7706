// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { methodOf, pathOf, queryOf } from './path';

describe('addresses of rows', () => {
  it('are filled with what was given, each part encoded', () => {
    expect(pathOf('list_discussions')).toBe('/discussions');
    expect(pathOf('set_member', { id: 'a/b', learner: 'c d' })).toBe('/classes/a%2Fb/members/c%20d');
    expect(pathOf('read_file', { project: 'p', path: 'deploy/a b.h' })).toBe('/projects/p/files/deploy/a%20b.h');
    expect(methodOf('set_member')).toBe('PUT');
  });

  it('have a query when something is asked', () => {
    expect(queryOf({ room: 'x y', name: '', count: 3 })).toBe('?room=x%20y&name=&count=3');
    expect(queryOf({})).toBe('');
  });

  it('do not compile when they are none: npm run check fails where one of these lines would', () => {
    const wrong = () => [
      // @ts-expect-error: no such row
      pathOf('list_member', { id: 'a' }),
      // @ts-expect-error: the class is missing
      pathOf('list_members'),
      // @ts-expect-error: the parameter has another name
      pathOf('list_members', { room: 'a' }),
      // @ts-expect-error: the row has no parameter
      pathOf('list_discussions', { id: 'a' }),
    ];
    expect(wrong).toBeTypeOf('function');
  });
});
