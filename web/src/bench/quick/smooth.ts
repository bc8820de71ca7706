// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../api/bench';

export interface Smoothed { label: string; score: number }
/** The mean of the last answers, class by class, in the order of the newest. */
export function smooth(answers: Answer[]): Smoothed[] {
  const newest = answers.at(-1);
  return (newest?.scores ?? []).map(({ label }) => ({
    label, score: answers.reduce((sum, one) => sum + (one.scores.find((score) => score.label === label)?.score ?? 0), 0) / answers.length,
  }));
}

/** The class that is surest, if it is sure enough. */
export function decide(scores: Smoothed[], threshold: number): Smoothed | null {
  const best = [...scores].sort((a, b) => b.score - a.score)[0];
  return best && best.score >= threshold ? best : null;
}
