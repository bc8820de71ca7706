// SPDX-License-Identifier: Apache-2.0
// What a threshold costs. Counts as core/eval/threshold_sweep.cpp does, over the scores of the report.
import { bytesOf, isTarget, type ScoreTable } from './report';

export interface Scores { labels: string[]; truths: Uint8Array; tops: Uint8Array; scores: Uint8Array; targets: boolean[] }
/** Undefined when there are no scores or they are not one row a sample. */
export function readScores(table: ScoreTable | undefined): Scores | undefined {
  if (!table || !table.truths) return undefined;
  const [truths, tops, scores] = [bytesOf(table.truths), bytesOf(table.tops), bytesOf(table.scores)];
  if (tops.length !== truths.length || scores.length !== truths.length * table.labels.length) return undefined;
  return { labels: table.labels, truths, tops, scores, targets: table.labels.map(isTarget) };
}
/** Without a class that means "nothing", a model below the threshold just does not answer. */
export const hasRest = (s: Scores) => s.targets.includes(false);

export interface Count { positives: number; negatives: number; falseAccepts: number; missed: number; wrong: number }
/** word: a class, or -1 for all targets together. level: 0 to 255; accepted when score >= level. */
export function count(s: Scores, word: number, level: number): Count {
  const r = { positives: 0, negatives: 0, falseAccepts: 0, missed: 0, wrong: 0 };
  const n = s.labels.length;
  s.truths.forEach((truth, i) => {
    const offered = word < 0 ? s.tops[i]! : word;
    const accepted = s.targets[offered]! && s.scores[i * n + offered]! >= level;
    if (!(word < 0 ? s.targets[truth] : truth === word)) {
      r.negatives++;
      if (accepted) r.falseAccepts++;
    } else {
      r.positives++;
      if (!accepted) r.missed++;
      else if (offered !== truth) r.wrong++;
    }
  });
  return r;
}

export interface Costs { level: number; first: number; second: number; firstOf: [number, number]; secondOf: [number, number]; count: Count }
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
/** Both errors at one level. With a rest class: false accepts and false rejects; without: wrong answers and missing ones. */
export function costs(s: Scores, word: number, level: number): Costs {
  const c = count(s, word, level);
  const plain = word < 0 && !hasRest(s);
  const firstOf: [number, number] = plain ? [c.wrong, c.positives] : [c.falseAccepts, c.negatives];
  const secondOf: [number, number] = plain ? [c.missed, c.positives] : [c.missed + c.wrong, c.positives];
  return { level, first: share(...firstOf), second: share(...secondOf), firstOf, secondOf, count: c };
}
export function sweep(s: Scores, word: number, step = 3): Costs[] {
  return Array.from({ length: Math.floor(255 / step) + 1 }, (_, i) => costs(s, word, i * step));
}
/** The level at which the two errors cost least, when one false accept costs `ratio` false rejects. The lowest of several. */
export function cheapest(s: Scores, word: number, ratio: number): number {
  const price = (c: Costs) => ratio * c.firstOf[0] + c.secondOf[0];
  const all = sweep(s, word, 1);
  return all.reduce((best, c) => (price(c) < price(best) ? c : best), all[0]!).level;
}

/** Alarms of a detector: an item is one when its score is above the threshold. */
export function alarms(normal: number[], anomalous: number[], threshold: number) {
  const over = (list: number[]) => list.filter((score) => score > threshold).length;
  const [found, false_alarms] = [over(anomalous), over(normal)];
  const missed = anomalous.length - found;
  return {
    found, missed, false_alarms, passed: normal.length - false_alarms,
    precision: share(found, found + false_alarms), recall: share(found, anomalous.length), f1: share(2 * found, 2 * found + false_alarms + missed),
  };
}
