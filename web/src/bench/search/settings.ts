// SPDX-License-Identifier: Apache-2.0
// What a search is asked for: which options say that it is the same one, and its command line.
import type { Option } from '../../api/bench';

/** With more of these the same search goes on; with others of the rest it is another one (core/search/search.cpp: fingerprint_of). */
const free = new Set(['trials', 'workers', 'watts', 'grams_per_kwh']);

export type Wanted = Record<string, string>;
export const valueOf = (option: Option, wanted: Wanted) => wanted[option.name] ?? option.value;

/** Options that would make another search of it. */
export const other = (options: Option[], wanted: Wanted) => options.filter((one) => !free.has(one.name) && valueOf(one, wanted) !== one.value).map((one) => one.name);

/** What is not the default, as the job takes it. */
export function changed(options: Option[], wanted: Wanted): Wanted {
  return Object.fromEntries(options.map((one) => [one.name, valueOf(one, wanted)] as const).filter(([name, value]) => value !== options.find((one) => one.name === name)!.default));
}

const quoted = (text: string) => (/^[\w.:+-]+$/.test(text) ? text : `"${text.replace(/(["\\$`])/g, '\\$1')}"`);
/** The same as a command line; of a switch the name alone. */
export function commandLine(command: string, options: Option[], wanted: Wanted, fresh = false): string {
  const flags = Object.entries(changed(options, wanted)).map(([name, value]) => {
    const flag = `--${name.replaceAll('_', '-')}`;
    return options.find((one) => one.name === name)!.type === 'boolean' ? flag : `${flag} ${quoted(value)}`;
  });
  return [command, ...flags, ...(fresh ? ['--fresh'] : [])].join(' ');
}
