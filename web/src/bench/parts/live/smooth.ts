// SPDX-License-Identifier: Apache-2.0
// Answers over time, evened out.
import type { Answer, Score } from '../../../api/bench';

/** keep: share of the old value that stays, 0 (none) to below 1. An answer with other classes begins anew. */
export function smoothed(before: Score[], now: Score[], keep: number): Score[] {
  const isSame = before.length === now.length && before.every((one, i) => one.label === now[i]!.label);
  if (!isSame) return now;
  return now.map((one, i) => ({ label: one.label, score: keep * before[i]!.score + (1 - keep) * one.score }));
}
export const best = (scores: Score[]): Score | undefined => scores.reduce<Score | undefined>((top, one) => (top && top.score >= one.score ? top : one), undefined);

export interface Heard { label: string; score: number; unsure: boolean; at: number }
/** What an answer comes to at this threshold: its best class, or that it is not sure. */
export function verdict(scores: Score[], threshold: number, at: number): Heard {
  const top = best(scores) ?? { label: '', score: 0 };
  return { label: top.label, score: top.score, unsure: top.score < threshold, at };
}
/** Of a detector: its score is the answer's value, and above the threshold is an alarm. */
export const isAlarm = (answer: Answer) => answer.value !== undefined && answer.value > answer.threshold;
