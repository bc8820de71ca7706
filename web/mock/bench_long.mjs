// SPDX-License-Identifier: Apache-2.0
// Comparisons and searches of the mock: those of a real run (mock/reports/keep.mjs), of which a job shows more and more.
import { existsSync, readFileSync } from 'node:fs';

const read = (name) => {
  const file = new URL(`./reports/${name}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};
export const keptFacts = read('optimize_facts') ?? {};
const comparison = read('comparison');
const search = read('search');

/** How much a job of it has to do; a tick is one row or one network. */
export const lengthOf = (work) => (work === 'compare' ? comparison.ways.length : search.results.rows.length);

export function comparisonOf(project) {
  const done = project.compared ?? 0;
  return { ...comparison, command: comparison.command.replace('PROJECT', project.name), rows: comparison.rows.slice(0, done), done, seconds_left: (comparison.ways.length - done) * 14 };
}

export function searchOf(project) {
  const refused = project.goal === 'reconstruct' ? 'the search chooses by validation, which holds nothing unusual here' : '';
  const options = search.options.map((one) => ({ ...one, value: project.searched?.options[one.name] ?? one.default }));
  const base = { refused, command: search.command.replace('PROJECT', project.name), options, is_stale: false };
  const done = project.searched?.done ?? 0;
  if (done === 0) return { ...base, is_whole: false, results: null };
  const numbers = new Set(search.results.rows.map((one) => one.candidate).sort((a, b) => a - b).slice(0, done));
  const rows = search.results.rows.filter((one) => numbers.has(one.candidate)).map((one) => ({ ...one, best: false }));
  rows.reduce((a, b) => (b.epochs > a.epochs || (b.epochs === a.epochs && b.validation_accuracy > a.validation_accuracy) ? b : a)).best = true;
  return { ...base, is_whole: done === search.results.rows.length, results: { ...search.results, trained: done, rows, front: rows.filter((one) => one.on_front), best: rows.find((one) => one.best) } };
}

/** The layers that the mock takes for those of the best network. */
export const bestLayers = 'conv2d filters=8 kernel=3x3,relu,flatten,dense units=4,softmax';
