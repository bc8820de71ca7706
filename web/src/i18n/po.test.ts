// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fill, parsePo, pluralIndex } from './po';

describe('po', () => {
  it('reads a text that runs over several lines, with its escapes', () => {
    const po = parsePo('msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Say \\"yes\\""\nmsgstr ""\n"Sag "\n"\\"ja\\""\n');
    expect(po.get('Say "yes"')).toEqual(['Sag "ja"']);
    expect(po.size).toBe(1);
  });

  it('keeps both forms of a counted string', () => {
    const po = parsePo('msgid "{n} unit"\nmsgid_plural "{n} units"\nmsgstr[0] "{n} Einheit"\nmsgstr[1] "{n} Einheiten"\n');
    expect(po.get('{n} unit')).toEqual(['{n} Einheit', '{n} Einheiten']);
  });

  it('leaves out what is fuzzy or untranslated', () => {
    const po = parsePo('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "e"\n');
    expect([...po.keys()]).toEqual(['d']);
  });

  it('names the line that is not a quoted text', () => {
    expect(() => parsePo('msgid "a"\nmsgstr b\n')).toThrow(
      'Line 2 of the PO file is b, but a text in double quotes is expected; mend the quotes.',
    );
  });

  it('fills holes and leaves an unknown hole visible', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });

  it('counts as the language does', () => {
    expect([1, 2].map((n) => pluralIndex('de', n))).toEqual([0, 1]);
    // CLDR: Arabic has zero, one, two, few (3..10), many (11..99), other (100).
    expect([0, 1, 2, 3, 11, 100].map((n) => pluralIndex('ar', n))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
