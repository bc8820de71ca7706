// SPDX-License-Identifier: Apache-2.0
// Names and quantities as a reader wants them.
import { number, t } from '../../i18n/index.svelte';
import type { Machine } from './machines';

export const machineName = (id: Machine['id']) => ({ chip: t('chip'), phone: t('phone'), laptop: t('laptop') })[id];
export const modelName = (id: string) => ({
  keyword: t('One keyword'), keywords: t('Twelve keywords'), person: t('A person in a small picture'), photo: t('Things in a photo, small'),
  photo2: t('Things in a photo, medium'), photo3: t('Things in a photo, large'), language: t('A language model'),
})[id] ?? id;

/** Two or three digits that count. */
const figures = (value: number) => number(value, value >= 99.5 || Number.isInteger(value) ? 0 : value >= 9.95 ? 0 : 1);
function scaled(value: number, units: readonly (readonly [number, string])[]): string {
  const [factor, unit] = units.find(([least]) => value >= least * 0.9995) ?? units.at(-1)!;
  return `${figures(value / factor)} ${unit}`;
}
export const bytes = (value: number) => scaled(value, [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB'], [1, 'B']]);
export const time = (value: number) => scaled(value, [[60, 'min'], [1, 's'], [1e-3, 'ms'], [1e-6, 'µs']]);
export const energy = (value: number) => scaled(value, [[1, 'J'], [1e-3, 'mJ'], [1e-6, 'µJ']]);
export const power = (value: number) => scaled(value, [[1, 'W'], [1e-3, 'mW'], [1e-6, 'µW']]);
export const work = (macs: number) => (macs >= 1e9 ? t('{n} billion', { n: figures(macs / 1e9) }) : t('{n} million', { n: macs < 1e6 ? number(macs / 1e6, 2) : figures(macs / 1e6) }));
const [hour, day] = [3600, 86400];
export function life(value: number): string {
  if (value >= 730 * day) return t('{n} years', { n: figures(value / (365 * day)) });
  if (value >= 60 * day) return t('{n} months', { n: figures(value / (30.4 * day)) });
  if (value >= 2 * day) return t('{n} days', { n: figures(value / day) });
  if (value >= 2 * hour) return t('{n} hours', { n: figures(value / hour) });
  return t('{n} minutes', { n: figures(value / 60) });
}
