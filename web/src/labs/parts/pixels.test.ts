// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { channelOf, colours, pictureAt, rangeOf } from './pixels';

describe('colours of pixels', () => {
  it('are grey for one channel and the channels themselves for three', () => {
    expect([...colours(Float32Array.of(0, 1), [1, 2, 1], 'grey')]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    expect([...colours(Float32Array.of(1, 0, 0.2), [1, 1, 3], 'grey')]).toEqual([255, 0, 51, 255]);
  });
  it('are the middle one for zero on a signed map, and its ends for the farthest value', () => {
    const out = colours(Float32Array.of(-2, 0, 1), [1, 3, 1], 'signed');
    expect([...out.subarray(0, 3)]).toEqual([148, 62, 0]);
    expect([...out.subarray(4, 7)]).toEqual([246, 246, 240]);
    expect([...out.subarray(8, 11)]).toEqual([60, 158, 136]); // half of 2: the colour in the middle of the upper half
  });
  it('begin at zero and end at the largest value on a map of heat', () => {
    expect(rangeOf(Float32Array.of(3, 1), 'heat')).toEqual([0, 3]);
    expect([...colours(Float32Array.of(3, 0), [1, 2, 1], 'heat').subarray(0, 3)]).toEqual([250, 226, 92]);
  });
  it('do not break on a map of zeros', () => {
    expect(rangeOf(new Float32Array(4), 'signed')).toEqual([-1, 1]);
    expect([...colours(new Float32Array(1), [1, 1, 1], 'heat')]).toEqual([13, 20, 30, 255]);
  });
});

describe('parts of many pictures', () => {
  it('are one picture of a row and one channel of a picture', () => {
    expect([...pictureAt(Float32Array.of(1, 2, 3, 4), [1, 2, 1], 1)]).toEqual([3, 4]);
    expect([...channelOf(Float32Array.of(1, 2, 3, 4), [1, 2, 2], 1)]).toEqual([2, 4]);
  });
});
