// SPDX-License-Identifier: Apache-2.0
// Marks the terms of the glossary in the text of a unit: the first place of each, on HTML as text, so that the page is drawn once.
import type { Block, Slide, Term } from '../api/types';

/** A mark is a button that opens the one note of the page (TermNote.svelte). */
export const noteId = 'term-note';

/** What is no prose: headings, links, code, formulas, and what is pressed. */
const closed = /^(a|button|code|h[1-6]|label|option|pre|select|summary|svg|textarea)$/;
const isFormula = (tag: string) => /\sclass="[^"]*\bmath\b/.test(tag);
const partOfWord = /[\p{L}\p{N}_&-]/u;

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const pattern = (form: string) => escaped(form).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
/** A term stands for its plural too; forms that the glossary names stand for themselves. */
const withPlural = (term: string) => (/[^aeiou]y$/i.test(term) ? `(?:${pattern(term.slice(0, -1))}(?:y|ies))` : `(?:${pattern(term)}(?:s|es)?)`);

interface Place { start: number; end: number; term: string }

export class TermMarker {
  readonly #marked = new Set<string>();
  readonly #names: string[] = [];
  readonly #any: RegExp | null;

  constructor(terms: Term[]) {
    const forms = terms.flatMap(({ term, forms }) => (forms.length > 0 ? forms.map((form) => ({ term, form, text: pattern(form) })) : [{ term, form: term, text: withPlural(term) }]));
    forms.sort((a, b) => b.form.length - a.form.length);
    this.#names = forms.map((one) => one.term);
    this.#any = forms.length > 0 ? new RegExp(`(?:${forms.map((one) => `(${one.text})`).join('|')})(?![\\p{L}\\p{N}_-])`, 'giu') : null;
  }

  /** The same HTML with marks for terms that were not met before. */
  html(html: string): string {
    let inside = ''; // the element that is no prose
    let depth = 0;
    return html.split(/(<[^>]*>)/).map((part, i) => {
      if (i % 2 === 0) return inside ? part : this.#text(part);
      const [, slash, name] = /^<(\/?)([a-z0-9]+)/i.exec(part) ?? [];
      if (!name) return part;
      if (!inside && !slash && (closed.test(name) || isFormula(part))) [inside, depth] = [name, 1];
      else if (inside === name) depth += slash ? -1 : 1;
      if (depth === 0) inside = '';
      return part;
    }).join('');
  }

  plain(text: string): string {
    return this.html(escaped(text));
  }

  #text(text: string): string {
    let out = '';
    let from = 0;
    for (const { start, end, term } of this.#places(text)) {
      if (this.#marked.has(term)) continue;
      this.#marked.add(term);
      out += text.slice(from, start) + `<button type="button" class="term" popovertarget="${noteId}" data-term="${escaped(term)}">${text.slice(start, end)}</button>`;
      from = end;
    }
    return out + text.slice(from);
  }

  /** Where terms stand; of two that overlap, the longer one. */
  #places(text: string): Place[] {
    const found: Place[] = [];
    if (!this.#any) return found;
    this.#any.lastIndex = 0;
    for (let match = this.#any.exec(text); match; match = this.#any.exec(text)) {
      this.#any.lastIndex = match.index + 1;
      if (match.index > 0 && partOfWord.test(text[match.index - 1]!)) continue;
      found.push({ start: match.index, end: match.index + match[0].length, term: this.#names[match.slice(1).findIndex((group) => group !== undefined)]! });
    }
    const longestFirst = [...found].sort((a, b) => b.end - b.start - (a.end - a.start));
    const kept: Place[] = [];
    for (const one of longestFirst) if (kept.every((other) => one.end <= other.start || other.end <= one.start)) kept.push(one);
    return kept.sort((a, b) => a.start - b.start);
  }
}

const slideOf = (slide: Slide, spoken: boolean, marker: TermMarker): Slide => {
  const html = marker.html(slide.html);
  return spoken ? { ...slide, html } : { ...slide, html, narration_html: marker.plain(slide.narration) };
};

/** The blocks of a unit with its terms marked. Questions stay as they are: what a term means may be what they ask. */
export function withTerms(blocks: Block[], terms: Term[]): Block[] {
  const marker = new TermMarker(terms);
  return blocks.map((block) => {
    if (block.kind === 'slides') return { ...block, slides: block.slides.map((slide) => slideOf(slide, block.audio !== undefined, marker)) };
    return 'html' in block && block.html ? { ...block, html: marker.html(block.html) } : block;
  });
}
