// SPDX-License-Identifier: Apache-2.0
// Numbers and nouns as the reader's language writes them.
import { number, t } from '../../i18n/index.svelte';

export const percent = (share: number, digits = 1) => `${number(100 * share, digits)} %`;
export { bytes } from '../words';
/** 1234567 as 1.2 M: for numbers whose last digits nobody needs. */
export function big(n: number): string {
  if (n >= 1e9) return `${number(n / 1e9, 1)} G`;
  if (n >= 1e6) return `${number(n / 1e6, 1)} M`;
  return n >= 1e4 ? `${number(n / 1e3, n < 1e5 ? 1 : 0)} k` : number(n);
}
/** Three digits that matter, whatever the size. */
export function measured(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return number(0);
  const size = Math.floor(Math.log10(Math.abs(value)));
  return size < -4 ? value.toExponential(1) : number(value, Math.max(0, Math.min(6, 2 - size)));
}
export const seconds = (s: number) => (s < 90 ? t('{n} s', { n: number(s, s < 10 ? 1 : 0) }) : t('{n} min', { n: number(s / 60, s < 600 ? 1 : 0) }));

/** What the report calls a thing, in the reader's language; the report itself speaks English. */
export function noun(word: string | undefined, fallback: string): string {
  const known: Record<string, string> = {
    clips: t('clips'), pictures: t('pictures'), windows: t('windows'), recordings: t('recordings'), strokes: t('strokes'), rows: t('rows'),
    speakers: t('speakers'), people: t('people'), 'people or things': t('people or things'), 'machines or people': t('machines or people'),
    'synthetic voices': t('synthetic voices'), 'rendered pictures': t('rendered pictures'), 'simulated motion': t('simulated motion'),
    'simulated recordings': t('simulated recordings'), 'synthetic machine sound': t('synthetic machine sound'), 'simulated strokes': t('simulated strokes'), 'made-up rows': t('made-up rows'),
  };
  if (word?.startsWith('partly ')) return t('partly {what}', { what: noun(word.slice(7), '') });
  return word ? (known[word] ?? word) : fallback;
}
