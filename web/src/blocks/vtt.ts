// SPDX-License-Identifier: Apache-2.0
// Captions. Source: WebVTT, W3C Candidate Recommendation 2019; cue settings and styles are not needed here.
import type { Cue } from '../api/types';

function seconds(stamp: string): number {
  return stamp.replace(',', '.').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

export function parseVtt(source: string): Cue[] {
  const cues: Cue[] = [];
  for (const part of source.replace(/\r/g, '').split(/\n{2,}/)) {
    const lines = part.split('\n');
    const at = lines.findIndex((line) => line.includes('-->'));
    const times = /^\s*([\d:.,]+)\s+-->\s+([\d:.,]+)/.exec(lines[at] ?? '');
    if (!times) continue;
    const text = lines.slice(at + 1).join(' ').replace(/<[^>]*>/g, '').trim();
    cues.push({ start: seconds(times[1] ?? ''), end: seconds(times[2] ?? ''), text });
  }
  return cues.filter((cue) => cue.text !== '' && cue.end > cue.start);
}

/** The cue that is heard at a time, or -1. */
export function cueAt(cues: Cue[], time: number): number {
  return cues.findLastIndex((cue) => cue.start <= time && time < cue.end);
}

export async function loadCues(given: Cue[] | undefined, url: string | undefined): Promise<Cue[]> {
  if (given && given.length > 0) return given;
  if (!url) return [];
  const answer = await fetch(url).catch(() => null);
  return answer?.ok ? parseVtt(await answer.text()) : [];
}
