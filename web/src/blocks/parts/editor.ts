// SPDX-License-Identifier: Apache-2.0
// CodeMirror with the colours of the page; a chunk of its own.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], color: 'var(--data-3)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: tags.number, color: 'var(--data-2)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: 'var(--accent-strong)' },
]);

const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: '0.9rem', maxHeight: '32rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-soft)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
});

export interface EditorOptions {
  parent: HTMLElement;
  source: string;
  language: string;
  label: string;
  change: (text: string) => void;
}

export function editor({ parent, source, language, label, change }: EditorOptions): EditorView {
  const extensions = [
    lineNumbers(), history(), indentOnInput(), bracketMatching(), indentUnit.of('    '), theme, syntaxHighlighting(colours),
    keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((update) => update.docChanged && change(update.state.doc.toString())),
    ...(language === 'python' ? [python()] : []),
  ];
  // In a shadow root the styles are adopted sheets, which a strict content security policy allows.
  const root = parent.attachShadow({ mode: 'open' });
  return new EditorView({ parent: root, root, state: EditorState.create({ doc: source, extensions }) });
}
