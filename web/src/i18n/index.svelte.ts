// SPDX-License-Identifier: Apache-2.0
// START HERE for words on the page: every text goes through t() or tn(); tools/strings.mjs collects them into web/i18n/*.po.
import { fill, pluralIndex, type Catalogue } from './po';

/** Made of the PO files by the build; a reader loads the file of one language. */
const files = import.meta.glob('../../i18n/*.po', { import: 'default' }) as Record<string, () => Promise<Record<string, string[]>>>;

/** A made-up language that runs from right to left; it shows what the page looks like in Arabic or Hebrew. */
export const testLanguage = 'ar-XB';

export const languages: Record<string, string> = { en: 'English', de: 'Deutsch', es: 'Español (empezado)' };

const state = $state<{ language: string; catalogue: Catalogue }>({ language: 'en', catalogue: new Map() });

export function language(): string {
  return state.language;
}

export function direction(): 'ltr' | 'rtl' {
  return /^(ar|he|fa|ur)\b/.test(state.language) ? 'rtl' : 'ltr';
}

/** The text in the learner's language, or the source string when it is not translated. */
export function t(source: string, values?: Record<string, string | number>): string {
  return fill(state.catalogue.get(source)?.[0] ?? source, values);
}

/** Counts: tn('{n} unit', '{n} units', 3). */
export function tn(one: string, many: string, n: number, values?: Record<string, string | number>): string {
  const texts = state.catalogue.get(one);
  const text = texts?.[pluralIndex(state.language, n)] ?? texts?.at(-1) ?? (n === 1 ? one : many);
  return fill(text, { n: number(n), ...values });
}

/** A number as the learner's language writes it. */
export function number(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '∞';
  return new Intl.NumberFormat(tag(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

export function date(ms: number): string {
  return new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

function tag(): string {
  return state.language === testLanguage ? 'en' : state.language;
}

/** English where the language is not known, or its words cannot be loaded: the hub is away and nobody read it here before. */
export async function setLanguage(wanted: string): Promise<void> {
  const texts = await files[`../../i18n/${wanted}.po`]?.().catch(() => undefined);
  state.catalogue = new Map(texts ? Object.entries(texts) : []);
  state.language = texts ? wanted : 'en';
  document.documentElement.lang = state.language;
  document.documentElement.dir = direction();
}
