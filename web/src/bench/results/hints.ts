// SPDX-License-Identifier: Apache-2.0
// What to do next, only where the numbers of the evaluation show it.
import type { Evaluation } from './report';

export type Hint =
  | { kind: 'synthetic' }
  | { kind: 'people'; speakers: number; whos: string }
  | { kind: 'few'; clips: number; width: number }
  | { kind: 'confused'; a: string; b: string; n: number; of: number }
  | { kind: 'weak_class'; label: string; recall: number; mean: number }
  | { kind: 'slice'; name: string; attribute: string; gap: number };

/** whos: what those behind the samples are called, '' where each sample stands for itself. Expects an evaluation of classes. In the order of what helps most; at most four. */
export function hints(e: Evaluation, whos: string): Hint[] {
  const out: Hint[] = [];
  if (e.origin === 'synthetic') out.push({ kind: 'synthetic' });
  const width = e.accuracy_by_speaker.high - e.accuracy_by_speaker.low;
  if (whos && e.speakers < 5) out.push({ kind: 'people', speakers: e.speakers, whos });
  else if (width > 0.1) out.push({ kind: 'few', clips: e.clips, width });
  const pair = worstPair(e);
  if (pair) out.push(pair);
  const weak = weakest(e);
  if (weak && !(pair && (weak.label === pair.a || weak.label === pair.b))) out.push(weak);
  const slice = e.groups.slices.find((s) => !s.small && s.gap_to_best > 0.1);
  const best = e.groups.slices.find((s) => s.name === e.groups.best);
  // Only when the intervals do not overlap: else it may be chance.
  if (slice && best && slice.interval.high < best.interval.low) out.push({ kind: 'slice', name: slice.name, attribute: e.groups.attribute, gap: slice.gap_to_best });
  return out.slice(0, 4);
}

/** The two classes taken for each other most; only when it is at least a tenth of theirs and three samples. */
function worstPair(e: Evaluation): Extract<Hint, { kind: 'confused' }> | undefined {
  const { labels, counts } = e.confusion;
  let worst: Extract<Hint, { kind: 'confused' }> | undefined;
  for (let i = 0; i < labels.length; i++)
    for (let j = 0; j < i; j++) {
      const n = counts[i]![j]! + counts[j]![i]!;
      const of = counts[i]!.reduce((a, b) => a + b, 0) + counts[j]!.reduce((a, b) => a + b, 0);
      if (n >= 3 && n / of >= 0.1 && n > (worst?.n ?? 0)) worst = { kind: 'confused', a: labels[j]!, b: labels[i]!, n, of };
    }
  return worst;
}
function weakest(e: Evaluation): Extract<Hint, { kind: 'weak_class' }> | undefined {
  const tested = e.classes.filter((c) => c.support >= 5);
  if (tested.length < 2) return undefined;
  const mean = tested.reduce((sum, c) => sum + c.recall, 0) / tested.length;
  const low = tested.reduce((a, b) => (b.recall < a.recall ? b : a));
  return mean - low.recall > 0.15 ? { kind: 'weak_class', label: low.label, recall: low.recall, mean } : undefined;
}
