// SPDX-License-Identifier: Apache-2.0
// Reads gettext PO files. Source: GNU gettext manual, "The Format of PO Files".

/** Translations by source string; more than one text when the string counts something. */
export type Catalogue = Map<string, string[]>;

function unquote(line: string, number: number): string {
  const text = /^"((?:[^"\\]|\\.)*)"\s*$/.exec(line);
  if (!text) throw new Error(`Line ${number} of the PO file is ${line}, but a text in double quotes is expected; mend the quotes.`);
  return (text[1] ?? '').replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}

/** Entries marked fuzzy and entries without a translation are left out: the page then shows the source string. */
export function parsePo(source: string): Catalogue {
  const catalogue: Catalogue = new Map();
  let id = '';
  let texts: string[] = [];
  let fuzzy = false;
  let put: (text: string) => void = () => {};

  const close = () => {
    if (id && !fuzzy && texts.length > 0 && texts.every((text) => text !== '')) catalogue.set(id, texts);
    id = '';
    texts = [];
    fuzzy = false;
    put = () => {};
  };

  source.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '') return close();
    if (line.startsWith('#')) {
      if (line.startsWith('#,') && line.includes('fuzzy')) fuzzy = true;
      return;
    }
    const key = /^(msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(.*)$/.exec(line);
    if (key) {
      const slot = Number(key[2] ?? 0);
      if (key[1] === 'msgid') put = (text) => void (id += text);
      else if (key[1] === 'msgid_plural') put = () => {};
      else put = (text) => void (texts[slot] = (texts[slot] ?? '') + text);
    }
    put(unquote(key ? (key[3] ?? '') : line, index + 1));
  });
  close();
  return catalogue;
}

/** Puts values into {holes}; a hole without a value stays visible, so that the mistake is seen. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole));
}

const order: Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** Which of a language's plural forms counts n. Gettext and CLDR list the forms in the same order. */
export function pluralIndex(language: string, n: number): number {
  const rules = new Intl.PluralRules(language);
  const forms = rules.resolvedOptions().pluralCategories;
  return order.filter((form) => forms.includes(form)).indexOf(rules.select(n));
}
