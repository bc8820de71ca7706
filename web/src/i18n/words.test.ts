// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { language, setLanguage, t, tn } from './index.svelte';

describe('the words of a language', { timeout: 30_000 }, () => {
  beforeAll(() => vi.stubGlobal('document', { documentElement: {} }));

  it('come as texts by their source string, with both forms of what is counted', async () => {
    await setLanguage('de');
    expect(language()).toBe('de');
    expect(t('Settings')).toBe('Einstellungen');
    expect(tn('{n} unit', '{n} units', 2)).toBe('2 Einheiten');
  });

  it('are not the file: no comment and no place in the sources travels', async () => {
    const file = await import('../../i18n/de.po');
    expect(file.default['Settings']).toEqual(['Einstellungen']);
    expect(JSON.stringify(file.default)).not.toContain('.svelte');
  });

  it('are English where a language is not there', async () => {
    await setLanguage('xx');
    expect(language()).toBe('en');
    expect(t('Settings')).toBe('Settings');
  });
});
