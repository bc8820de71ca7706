// SPDX-License-Identifier: Apache-2.0
// Which files of the build the service worker keeps for everybody: not the words of all languages, of which a reader needs one.

/** Where the words of a language lie in the build; sw.ts keeps those that were asked for. */
export const wordsFolder = 'assets/words/';

/** How the folder of the core's modules begins: the service worker keeps the one that a browser loads, when it first loads it. */
export const coreIn = 'assets/core-';

/** names: of the files of the build; plain: how folders begin whose files are for programs, not for pages. */
export function shellFiles(names: string[], plain: string): string[] {
  const isPlain = (name: string) => name.startsWith(plain) && name.includes('/', plain.length);
  const kept = names.filter((name) => /^assets\/.*\.(js|css|woff2)$/.test(name) && !name.startsWith(wordsFolder) && !name.startsWith(coreIn) && !isPlain(name));
  return ['/', ...kept.sort().map((name) => '/' + name)];
}
