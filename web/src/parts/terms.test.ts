// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Block, Term } from '../api/types';
import { TermMarker, withTerms } from './terms';

const term = (name: string, ...forms: string[]): Term => ({ term: name, forms, html: '' });
const terms = [term('Layer'), term('Hidden layer'), term('Loss'), term('Mean', 'the mean'), term('Mean squared error'), term('Library'), term('Data-centric'), term('R&D')];
/** [term: words] where a mark stands. */
const marks = (html: string) => html.replace(/<button[^>]* data-term="([^"]*)">(.*?)<\/button>/gs, '[$1: $2]');
const mark = (html: string) => marks(new TermMarker(terms).html(html));

describe('terms', () => {
  it('are buttons that open the note', () =>
    expect(new TermMarker(terms).html('<p>A loss.</p>')).toBe('<p>A <button type="button" class="term" popovertarget="term-note" data-term="Loss">loss</button>.</p>'));
  it('are marked once, where they stand first, in small and large letters and in the plural', () => {
    expect(mark('<p>Losses, a loss.</p><p>loss</p>')).toBe('<p>[Loss: Losses], a loss.</p><p>loss</p>');
    expect(mark('LOSS and libraries')).toBe('[Loss: LOSS] and [Library: libraries]');
  });
  it('are whole words', () => {
    for (const text of ['lossy', 'glossy', 'loss-making', 'no-loss', 'lossés', 'lösses', 'loss1', '&loss;']) expect(mark(text)).toBe(text);
    expect(mark('(loss) “loss”')).toBe('([Loss: loss]) “loss”');
    expect(mark("the loss's <em>loss</em>")).toBe("the [Loss: loss]'s <em>loss</em>");
  });
  it('of two in one place, the longer wins, even when the shorter begins before it', () => {
    expect(mark('a hidden\nlayer, a layer')).toBe('a [Hidden layer: hidden\nlayer], a [Layer: layer]');
    expect(mark('hidden layers, hidden layers')).toBe('[Hidden layer: hidden layers], hidden layers');
    expect(mark('the mean squared error')).toBe('the [Mean squared error: mean squared error]');
  });
  it('that are everyday words too are marked in the forms that the glossary names', () =>
    expect(mark('it means the means or a mean, the mean')).toBe('it means the means or a mean, [Mean: the mean]'));
  it('are not marked in headings, links, code, formulas and controls', () => {
    for (const html of [
      '<h2>Loss</h2>', '<a href="/x">the <em>loss</em> is</a>', '<pre><code class="language-python">loss = 1</code></pre>', '<code>loss</code>', '<label>loss</label>',
      '<span class="math">loss</span>', '<div class="math display">loss</div>', '<img src="loss.svg" alt="a loss">', '<!-- loss -->', '<details><summary>loss</summary></details>',
    ]) expect(mark(html)).toBe(html);
    expect(mark('<div class="math">loss</div><h2>Loss <code>loss</code> loss</h2><p>loss</p>')).toBe('<div class="math">loss</div><h2>Loss <code>loss</code> loss</h2><p>[Loss: loss]</p>');
  });
  it('with signs of HTML or of patterns in them do no harm', () => {
    expect(mark('R&amp;D')).toBe('[R&amp;D: R&amp;D]');
    expect(marks(new TermMarker([term('C++ (a"b)')]).html('C++ (a&quot;b)'))).toBe('[C++ (a&quot;b): C++ (a&quot;b)]');
    expect(new TermMarker([]).html('<p>loss</p>')).toBe('<p>loss</p>');
  });
  it('are marked in plain text as HTML', () => expect(marks(new TermMarker(terms).plain('if a < b, the loss'))).toBe('if a &lt; b, the [Loss: loss]'));
});

describe('the blocks of a unit', () => {
  const base = { revision: '', state: 'none' as const };
  const item = { id: 'q', kind: 'item', ...base, item: { id: 'q', type: 'single', question_html: 'loss?', options: [{ id: 'a', html: 'loss' }], max_attempts: 0, hints: 0 } } satisfies Block;
  const slides = (audio?: string): Block => ({ id: 's', kind: 'slides', ...base, slides: [{ html: '<h2>Loss</h2>', narration: 'A loss & a layer.' }], ...(audio ? { audio } : {}) });
  const text: Block = { id: 't', kind: 'text', ...base, html: '<p>loss, layer</p>' };
  const shown = (blocks: Block[]) => marks(JSON.stringify(withTerms(blocks, terms)).replaceAll('\\"', '"'));

  it('share their marks, and questions have none', () => {
    const out = withTerms([item, text, { ...text, id: 't2' }], terms);
    expect(out[0]).toEqual(item);
    expect(marks((out[1] as { html: string }).html)).toBe('<p>[Loss: loss], [Layer: layer]</p>');
    expect((out[2] as { html: string }).html).toBe('<p>loss, layer</p>');
  });
  it('have their terms in what is said beside slides, where that stands on the page', () => {
    expect(shown([slides(), text])).toContain('A [Loss: loss] &amp; a [Layer: layer].');
    expect(shown([slides('/a.wav'), text])).toContain('<p>[Loss: loss], [Layer: layer]</p>');
  });
  it('are not changed in place', () => {
    withTerms([text], terms);
    expect(text.html).toBe('<p>loss, layer</p>');
  });
});
