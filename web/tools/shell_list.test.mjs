// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { shellFiles } from './shell_list.ts';

describe('the shell', () => {
  it('holds pages, styles and fonts, and of no language the words', () => {
    const names = ['assets/index-b.js', 'assets/a.css', 'assets/f.woff2', 'assets/words/de-12345678.js', 'assets/core-1/core.wasm', 'assets/core-1/core_threads.js', 'index.html', 'sw.js'];
    expect(shellFiles(names, 'assets/katex-')).toEqual(['/', '/assets/a.css', '/assets/f.woff2', '/assets/index-b.js']);
  });

  it('leaves out what pages of other programs take', () => {
    expect(shellFiles(['assets/katex-1.0/katex.min.js', 'assets/katex-abc.js'], 'assets/katex-')).toEqual(['/', '/assets/katex-abc.js']);
  });
});
