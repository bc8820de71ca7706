// SPDX-License-Identifier: Apache-2.0
// The glossary, asked for once; the service worker keeps it, so that it explains without a server too.
import { api } from '../api/client';
import type { Term } from '../api/types';
import { session } from '../app/session.svelte';
import { language } from '../i18n/index.svelte';

let kept: { key: string; terms: Promise<Term[]> } | undefined;

/** Empty where the hub does not answer: a unit is read without its explanations then. */
export function glossary(): Promise<Term[]> {
  const key = `${session.me?.id} ${language()}`;
  if (kept?.key === key) return kept.terms;
  const fail = () => {
    kept = undefined;
    return [];
  };
  kept = { key, terms: api.glossary().catch(fail) };
  return kept.terms;
}
