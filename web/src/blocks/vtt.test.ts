// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { cueAt, parseVtt } from './vtt';

describe('captions', () => {
  const cues = parseVtt('WEBVTT\n\nNOTE made by hand\n\n1\n00:00.500 --> 00:02.000 align:start\n<v Ada>Hello\nthere\n\n01:00:03.000 --> 01:00:04.000\nlate\n');
  it('reads times, joins lines and leaves tags out', () => {
    expect(cues).toEqual([
      { start: 0.5, end: 2, text: 'Hello there' },
      { start: 3603, end: 3604, text: 'late' },
    ]);
  });
  it('knows which cue is heard', () => {
    expect([0, 0.5, 1.9, 2, 3603.5].map((time) => cueAt(cues, time))).toEqual([-1, 0, 0, -1, 1]);
  });
  it('gives nothing for a file without cues', () => {
    expect(parseVtt('WEBVTT\n\nbroken --> line\nx')).toEqual([]);
  });
});
