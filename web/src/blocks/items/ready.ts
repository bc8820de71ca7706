// SPDX-License-Identifier: Apache-2.0
// What an answer looks like before the learner touched it, and when it may be sent.
import type { Item, Response } from '../../api/types';

export function blank(item: Item): Response {
  switch (item.type) {
    case 'multi': return { choices: [] };
    case 'ordering': return { order: (item.options ?? []).map((option) => option.id) };
    case 'matching': return { pairs: {} };
    case 'text': return { text: '' };
    case 'free': return { text: '', rubric: {} };
    case 'numeric': return { value: '' };
    case 'single': return { choice: '' };
    case 'survey': return item.options?.length ? { choice: '' } : { text: '' };
    case 'predict': return item.options?.length ? { choice: '' } : { value: '' };
  }
}

/** '1,5', ' -3 ' and '2e-3' are numbers to a learner; the server reads them with the same rule. */
export function looksLikeNumber(text: string): boolean {
  return /^[-+−]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(text.trim());
}

export function ready(item: Item, response: Response): boolean {
  if (response.choice !== undefined) return response.choice !== '';
  if (response.choices) return response.choices.length > 0;
  if (response.value !== undefined) return looksLikeNumber(response.value);
  if (response.order) return response.order.length === (item.options?.length ?? 0);
  if (response.pairs) return (item.left ?? []).every((left) => (response.pairs?.[left.id] ?? '') !== '');
  return (response.text ?? '').trim() !== '';
}

/** A list with one entry moved; places outside the list are brought to its ends. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const out = list.slice();
  const [entry] = out.splice(from, 1);
  if (entry === undefined) return out;
  out.splice(Math.min(Math.max(to, 0), out.length), 0, entry);
  return out;
}
