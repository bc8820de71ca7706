// SPDX-License-Identifier: Apache-2.0
// Addresses of rows by their name: what is no row of the hub, or lacks a parameter, does not compile.
import { rows, type Rows } from './rows';

export type RowName = keyof Rows;
/** What fills the holes of a row's path; nothing for a row without holes. */
export type Params<Name extends RowName> = Rows[Name]['params'] extends undefined ? [] : [params: Rows[Name]['params']];

export function methodOf(name: RowName): string {
  return rows[name][0];
}

/** "/classes/x%2Fy/members" for pathOf('list_members', { id: 'x/y' }); a last {name...} keeps its slashes. */
export function pathOf<Name extends RowName>(name: Name, ...[params]: Params<Name>): string {
  const given = (params ?? {}) as Record<string, string>;
  return rows[name][1].replace(/\{(\w+)(\.\.\.)?\}/g, (_, param: string, rest?: string) => {
    const value = given[param] ?? '';
    return rest ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
}

/** "?a=1&b=x%20y", or '' of nothing. */
export function queryOf(asked: Record<string, string | number>): string {
  const pairs = Object.entries(asked).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.length ? `?${pairs.join('&')}` : '';
}
