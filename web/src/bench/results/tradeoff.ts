// SPDX-License-Identifier: Apache-2.0
// What a comparison and a search have found, as pictures and tables name it.
import type { Candidate, CompareRow, Objective } from '../../api/bench';
import { number, t } from '../../i18n/index.svelte';
import { measured, percent } from './words';

/** A model, what it is worth and what it takes of the board. */
export interface Worth { id: string; name: string; value: number; flash: number; ram: number; instructions: number; front: boolean; marked: boolean }

/** A way to make a model smaller, in the reader's language; the program speaks English and puts its numbers into the title. */
export function wayName(id: string, title: string): string {
  if (id.endsWith('_aware') && id !== 'quantization_aware') return t('{way}, trained for int8', { way: wayName(id.slice(0, -'_aware'.length), title) });
  const [n = '', m = ''] = title.match(/\d+(\.\d+)?/g) ?? [];
  switch (id) {
    case 'float': return t('float, 32 bits');
    case 'dynamic_range': return t('float with int8 weights');
    case 'int16x8': return t('int16 with int8 weights');
    case 'int8': return t('int8 after training');
    case 'quantization_aware': return t('trained for int8');
    case 'pruned': return t('{n} % pruned', { n });
    case 'clustered': return t('{n} clusters', { n });
    case 'pruned_clustered': return t('{n} % pruned, {m} clusters', { n, m });
    case 'narrow': return t('{n} % of channels out', { n });
    case 'narrow_distilled': return t('{n} % of channels out, taught', { n });
    default: return title;
  }
}

/** A value of the test as its metric is written. */
export const metricText = (metric: string, value: number) => (metric === 'accuracy' ? percent(value, 1) : metric === 'AUC' ? number(value, 3) : measured(value));
export function metricName(metric: string): string {
  return metric === 'accuracy' ? t('Accuracy') : metric === 'AUC' ? t('AUC') : t('Mean absolute error');
}
export const isShare = (metric: string) => metric === 'accuracy' || metric === 'AUC';

/** Those that ran on the board. */
export const ofComparison = (rows: CompareRow[]): Worth[] =>
  rows.filter((row) => !row.refused && row.flash_bytes > 0)
    .map((row) => ({ id: row.id, name: wayName(row.id, row.title), value: row.value, flash: row.flash_bytes, ram: row.ram_bytes, instructions: row.instructions, front: row.on_front, marked: row.id === 'int8' }));

/** What a search chose by, as it is named and written. */
export const objectiveName = (objective: Objective) => (objective === 'validation_loss' ? t('Validation loss') : t('Validation accuracy'));
export const objectiveText = (objective: Objective, value: number) => (objective === 'validation_loss' ? measured(value) : percent(value, 1));
export const valueOf = (one: Candidate, objective: Objective) => one[objective] ?? 0;
export const ofSearch = (rows: Candidate[], objective: Objective): Worth[] =>
  rows.map((row) => ({ id: String(row.candidate), name: t('network {n}', { n: row.candidate }), value: valueOf(row, objective), flash: row.flash_bytes, ram: row.ram_bytes, instructions: row.instructions, front: row.on_front, marked: row.best }));
