// SPDX-License-Identifier: Apache-2.0
// Collects the words of the pages into i18n/<language>.po. With --check nothing is written: a missing or untranslated
// string, and words on a page that do not go through t(), are errors.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const testLanguage = 'ar-XB';
/** Begun, not whole: what is missing is shown in English and is no mistake. */
const begun = new Set(['es']);
const spoken = new Set(['aria-label', 'aria-roledescription', 'alt', 'title', 'placeholder', 'label']);
const wordless = /^(?:[^\p{L}]|\b\p{L}\b|Tadpole|kbd|Tab|Esc)*$/u;

/** @typedef {{ one: string, many?: string, at: string }} Found */

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node && ts.isStringLiteralLike?.(node)) return node.text;
  return null;
}

function take(name, texts, at, found, problems) {
  const wanted = name === 'tn' ? texts.slice(0, 2) : texts.slice(0, 1);
  if (wanted.some((text) => text === null)) problems.push(`${at}: ${name}() has a first argument that is not a plain string; write the words there, so that they can be translated.`);
  else found.push({ one: wanted[0], ...(name === 'tn' ? { many: wanted[1] } : {}), at });
}

/** Words and calls of t() and tn() in one Svelte file. */
export function fromSvelte(source, file) {
  const found = [];
  const problems = [];
  const line = (offset) => `${file}:${source.slice(0, offset).split('\n').length}`;
  const visit = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (node.type === 'CallExpression' && (node.callee?.name === 't' || node.callee?.name === 'tn'))
      take(node.callee.name, node.arguments.map(textOf), line(node.start), found, problems);
    if (node.type === 'Text' && !wordless.test(node.data)) problems.push(`${line(node.start)}: "${node.data.trim()}" stands on the page without t().`);
    if (node.type === 'Attribute') {
      if (spoken.has(node.name)) visit(node.value);
      else if (Array.isArray(node.value)) node.value.filter((part) => part.type !== 'Text').forEach(visit);
      else visit(node.value);
      return;
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'css' && key !== 'comments') visit(child);
  };
  const tree = parse(source, { modern: true });
  visit(tree.fragment);
  visit(tree.instance?.content);
  visit(tree.module?.content);
  return { found, problems };
}

/** Calls of t() and tn() in one TypeScript file. */
export function fromTypeScript(source, file) {
  const found = [];
  const problems = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ['t', 'tn'].includes(node.expression.text)) {
      const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      take(node.expression.text, node.arguments.map(textOf), at, found, problems);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { found, problems };
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(svelte|ts)$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Every string once, by its source text, with the files that use it. */
export function collect(folder) {
  const strings = new Map();
  const problems = [];
  for (const path of filesUnder(folder).sort()) {
    const file = relative(root, path);
    const read = path.endsWith('.svelte') ? fromSvelte : fromTypeScript;
    const { found, problems: more } = read(readFileSync(path, 'utf8'), file);
    problems.push(...more);
    for (const { one, many, at } of found) {
      const entry = strings.get(one) ?? { one, many, files: new Set() };
      if (many && entry.many && many !== entry.many) problems.push(`${at}: "${one}" has two plural forms, "${many}" and "${entry.many}".`);
      entry.many ??= many;
      entry.files.add(at.replace(/:\d+$/, ''));
      strings.set(one, entry);
    }
  }
  return { strings, problems };
}

const quote = (text) => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
const unquote = (text) => text.slice(1, -1).replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));

/** Translations of a PO file as this tool writes it: one line a text. */
export function readPo(source) {
  const out = new Map();
  for (const part of source.split(/\n{2,}/)) {
    const id = /^msgid (".*")$/m.exec(part);
    if (!id || id[1] === '""') continue;
    const texts = [...part.matchAll(/^msgstr(?:\[\d\])? (".*")$/gm)].map((m) => unquote(m[1]));
    out.set(unquote(id[1]), texts);
  }
  return out;
}

function head(language) {
  const plural = language === testLanguage ? 'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);' : 'nplurals=2; plural=(n != 1);';
  return `# SPDX-License-Identifier: Apache-2.0\nmsgid ""\nmsgstr ""\n"Language: ${language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: ${plural}\\n"\n`;
}

/** Letters turned around by the override mark; holes stay as they are. */
const mirrored = (text) => text.split(/(\{\w+\})/).map((part) => (/^\{/.test(part) || part.trim() === '' ? part : `\u202e${part}\u202c`)).join('');

export function writePo(language, strings, old) {
  const wanted = [...strings.values()].filter(({ one }) => !begun.has(language) || old.get(one)?.some((text) => text !== ''));
  const entries = wanted.sort((a, b) => (a.one < b.one ? -1 : 1)).map(({ one, many, files }) => {
    const forms = many ? (language === testLanguage ? 6 : 2) : 1;
    const texts = language === testLanguage ? Array.from({ length: forms }, (_, i) => mirrored(many && i !== 1 ? many : one)) : (old.get(one) ?? []);
    const lines = [`#: ${[...files].join(' ')}`, `msgid ${quote(one)}`];
    if (many) lines.push(`msgid_plural ${quote(many)}`);
    for (let i = 0; i < forms; i++) lines.push(`msgstr${many ? `[${i}]` : ''} ${quote(texts[i] ?? '')}`);
    return lines.join('\n');
  });
  return head(language) + '\n' + entries.join('\n\n') + '\n';
}

const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();

/** What keeps a translation from being complete. */
export function gaps(language, strings, po) {
  const out = [];
  for (const { one, many } of strings.values()) {
    const texts = po.get(one);
    if (begun.has(language) && (!texts || texts.every((text) => text === ''))) continue;
    if (!texts) out.push(`i18n/${language}.po: "${one}" is missing; run npm run strings and translate it.`);
    else if (texts.length === 0 || texts.some((text) => text === '')) out.push(`i18n/${language}.po: "${one}" is not translated; write its msgstr.`);
    else for (const text of texts) if (holes(text) !== holes(many ?? one) && holes(text) !== holes(one)) out.push(`i18n/${language}.po: "${text}" has other {holes} than "${one}"; keep them as they are.`);
  }
  for (const id of po.keys()) if (!strings.has(id)) out.push(`i18n/${language}.po: "${id}" is on no page any more; run npm run strings.`);
  return out;
}

function main(check) {
  const { strings, problems } = collect(join(root, 'src'));
  const folder = join(root, 'i18n');
  const languages = readdirSync(folder).filter((name) => name.endsWith('.po')).map((name) => name.slice(0, -3));
  for (const language of languages) {
    const path = join(folder, `${language}.po`);
    const old = readFileSync(path, 'utf8');
    if (!check) writeFileSync(path, writePo(language, strings, readPo(old)));
    else problems.push(...gaps(language, strings, readPo(old)));
  }
  problems.forEach((problem) => console.error(problem));
  console.log(`${strings.size} strings, ${languages.length} languages, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--check'));
