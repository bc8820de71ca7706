// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromSvelte, fromTypeScript, gaps, readPo, writePo } from './strings.mjs';

const strings = new Map([
  ['Hello {name}', { one: 'Hello {name}', files: new Set(['a.svelte']) }],
  ['{n} unit', { one: '{n} unit', many: '{n} units', files: new Set(['b.ts']) }],
]);

describe('strings', () => {
  it('are found in script, text and attributes of a page', () => {
    const { found, problems } = fromSvelte(`<script lang="ts">const a: string = t('one');</script><p title={t("two")}>{tn('{n} x', '{n} xs', 3)}</p>`, 'p.svelte');
    expect(found.map((f) => f.one).sort()).toEqual(['one', 'two', '{n} x']);
    expect(problems).toEqual([]);
  });
  it('that stand on the page without t() are named with their line', () => {
    const { problems } = fromSvelte('<p>\nBare words</p>\n<img alt="Bare too" src="a.png" class="not words here">', 'p.svelte');
    expect(problems).toEqual(['p.svelte:1: "Bare words" stands on the page without t().', 'p.svelte:3: "Bare too" stands on the page without t().']);
  });
  it('that are not plain are refused', () => {
    const { problems } = fromTypeScript('const a = t(name);', 'a.ts');
    expect(problems).toEqual(['a.ts:1: t() has a first argument that is not a plain string; write the words there, so that they can be translated.']);
  });
  it('keep their translations when a file is written anew', () => {
    const old = readPo(writePo('de', strings, new Map([['Hello {name}', ['Hallo {name}']], ['{n} unit', ['{n} Einheit', '{n} Einheiten']]])));
    expect(gaps('de', strings, old)).toEqual([]);
    expect(readPo(writePo('de', strings, old))).toEqual(old);
  });
  it('that are missing, empty, stale or have lost a hole are gaps', () => {
    const po = new Map([['Hello {name}', ['Hallo']], ['gone', ['weg']]]);
    expect(gaps('de', strings, po)).toEqual([
      'i18n/de.po: "Hallo" has other {holes} than "Hello {name}"; keep them as they are.',
      'i18n/de.po: "{n} unit" is missing; run npm run strings and translate it.',
      'i18n/de.po: "gone" is on no page any more; run npm run strings.',
    ]);
    expect(gaps('de', strings, new Map([['Hello {name}', ['']], ['{n} unit', ['a {n}', 'b {n}']]]))).toEqual(['i18n/de.po: "Hello {name}" is not translated; write its msgstr.']);
  });
  it('of the test language are turned around, but not their holes', () => {
    expect(readPo(writePo('ar-XB', strings, new Map())).get('Hello {name}')).toEqual(['\u202eHello \u202c{name}']);
  });
});
