// SPDX-License-Identifier: Apache-2.0
// Text comes from the server as clean HTML; here formulas are set, wide tables learn to scroll, pictures to grow.
import type { Attachment } from 'svelte/attachments';
import { enlargePictures } from './pictures';

async function setFormulas(nodes: NodeListOf<HTMLElement>) {
  const { default: katex } = await import('./formulas');
  for (const node of nodes) {
    const tex = node.textContent ?? '';
    katex.render(tex, node, { displayMode: node.tagName === 'DIV', throwOnError: false, output: 'htmlAndMathml' });
    node.dataset.set = tex;
  }
}

function wrapTables(root: HTMLElement) {
  for (const table of root.querySelectorAll('table')) {
    if (table.parentElement?.classList.contains('table-scroll')) continue;
    const box = document.createElement('div');
    box.className = 'table-scroll';
    box.tabIndex = 0;
    table.replaceWith(box);
    box.append(table);
  }
}

/** html is named so that the attachment runs again when the text changes. */
export function rich(html: string): Attachment<HTMLElement> {
  return (root) => {
    if (!html) return;
    wrapTables(root);
    if (!root.closest('label, button')) enlargePictures(root);
    for (const pre of root.querySelectorAll('pre')) pre.tabIndex = 0;
    const formulas = root.querySelectorAll<HTMLElement>('.math:not([data-set])');
    if (formulas.length > 0) void setFormulas(formulas);
  };
}
