// SPDX-License-Identifier: Apache-2.0
// Paths to pages: '/units/:id' matches '/units/u7k2m9' and gives { id: 'u7k2m9' }.

export type Params = Record<string, string>;
export interface Match<Name extends string> {
  name: Name;
  params: Params;
}

function matchOne(pattern: string, path: string): Params | null {
  const wanted = pattern.split('/');
  const found = path.replace(/(.)\/+$/, '$1').split('/');
  if (wanted.length !== found.length) return null;
  const params: Params = {};
  for (const [i, part] of wanted.entries()) {
    const have = found[i] ?? '';
    if (part.startsWith(':')) {
      if (have === '') return null;
      try {
        params[part.slice(1)] = decodeURIComponent(have);
      } catch {
        return null;
      }
    } else if (part !== have) return null;
  }
  return params;
}

/** The first row whose pattern fits the path, or null: then the page says that it does not exist. */
export function match<Name extends string>(rows: readonly (readonly [string, Name])[], path: string): Match<Name> | null {
  for (const [pattern, name] of rows) {
    const params = matchOne(pattern, path);
    if (params) return { name, params };
  }
  return null;
}
