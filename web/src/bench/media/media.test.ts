// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { caught, fit, inside, nearest, type Point } from './lasso';
import { resample } from './resample';
import { Ring } from './ring';
import { centred, strokeFile } from './strokes';
import { clippedShare, encodeWav, isWav, peaksOf } from './wav';

const tone = (hz: number, rate: number, seconds: number) => Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));
const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('WAV', () => {
  test('the head says mono, 16 bit, the rate and the length', () => {
    const bytes = encodeWav(new Float32Array(3), 16_000);
    const view = new DataView(bytes.buffer);
    expect(isWav(bytes)).toBe(true);
    expect([bytes.length, view.getUint32(4, true), view.getUint32(40, true)]).toEqual([50, 42, 6]);
    expect([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true), view.getUint32(28, true), view.getUint16(34, true)]).toEqual([1, 1, 16_000, 32_000, 16]);
  });
  test('values are rounded, and too loud ones are cut off instead of turning over', () => {
    const view = new DataView(encodeWav(Float32Array.of(0, 0.5, 1.7, -1.7), 16_000).buffer);
    expect([0, 1, 2, 3].map((i) => view.getInt16(44 + 2 * i, true))).toEqual([0, 16384, 32767, -32768]);
  });
  test('other bytes are no WAV', () => expect(isWav(new TextEncoder().encode('RIFFxxxxAVI and more'))).toBe(false));
  test('a tone through the ceiling is clipped, a soft one is not', () => {
    expect(clippedShare(Float32Array.of(1, -1, 0.2, 0.1))).toBe(0.5);
    expect(clippedShare(tone(200, 16_000, 1))).toBe(0);
  });
  test('peaks hold the lowest and highest of each part', () => expect(peaksOf(Float32Array.of(0.1, -0.5, 0.75, 0.25), 2)).toEqual([-0.5, expect.closeTo(0.1, 5), 0, 0.75]));
});

describe('resampling', () => {
  test('one second stays one second', () => {
    expect(resample(tone(440, 48_000, 1), 48_000, 16_000).length).toBe(16_000);
    expect(resample(tone(440, 44_100, 1), 44_100, 16_000).length).toBe(16_000);
  });
  test('a tone below the half rate arrives as it was', () => {
    const out = resample(tone(440, 44_100, 1), 44_100, 16_000).slice(200, -200);
    const wanted = tone(440, 16_000, 1).slice(200, -200);
    expect(Math.max(...out.map((v, i) => Math.abs(v - wanted[i]!)))).toBeLessThan(0.005);
  });
  test('a tone above the half rate does not fold back', () => {
    expect(rms(resample(tone(12_000, 48_000, 1), 48_000, 16_000).slice(200, -200))).toBeLessThan(0.004);
  });
  test('upwards: 8 kHz becomes 16 kHz', () => {
    const out = resample(tone(440, 8000, 1), 8000, 16_000).slice(200, -200);
    const wanted = tone(440, 16_000, 1).slice(200, -200);
    expect(Math.max(...out.map((v, i) => Math.abs(v - wanted[i]!)))).toBeLessThan(0.01);
  });
});

describe('the ring', () => {
  test('keeps the last values in order', () => {
    const ring = new Ring(4);
    ring.push([1, 2, 3]);
    ring.push([4, 5]);
    expect([...ring.last(4)]).toEqual([2, 3, 4, 5]);
    expect([...ring.last(2)]).toEqual([4, 5]);
    expect(ring.total).toBe(5);
  });
  test('before the first there is silence', () => {
    const ring = new Ring(4);
    ring.push([7]);
    expect([...ring.last(3)]).toEqual([0, 0, 7]);
  });
  test('a block longer than the ring leaves its end', () => {
    const ring = new Ring(3);
    ring.push([1, 2, 3, 4, 5, 6, 7]);
    expect([...ring.last(3)]).toEqual([5, 6, 7]);
  });
});

describe('the lasso', () => {
  const square: Point[] = [[0, 0], [10, 0], [10, 10], [0, 10]];
  test('knows inside from outside', () => {
    expect(inside([5, 5], square)).toBe(true);
    expect(inside([15, 5], square)).toBe(false);
  });
  test('a loop that turns in on itself leaves the notch out', () => {
    const notch: Point[] = [[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]];
    expect(caught([[5, 8], [1, 5], [9, 5]], notch)).toEqual([1, 2]);
  });
  test('a line catches nothing', () => expect(caught([[5, 5]], [[0, 0], [10, 10]])).toEqual([]));
  test('the nearest point, if it is near enough', () => {
    expect(nearest([[0, 0], [10, 0]], [7, 0], 5)).toBe(1);
    expect(nearest([[0, 0], [10, 0]], [7, 9], 5)).toBe(-1);
  });
  test('points fill the box, the second axis upwards, also when all are one', () => {
    expect(fit([[1, 1], [3, 2]], 100, 50, 10)).toEqual([[10, 40], [90, 10]]);
    expect(fit([[1, 1]], 100, 50, 10)).toEqual([[50, 25]]);
  });
});

describe('strokes', () => {
  test('are centred and scaled by their longer side, y upwards', () => {
    expect(centred([{ x: 0, y: 0 }, { x: 100, y: 50 }])).toEqual([{ x: -0.5, y: 0.25 }, { x: 0.5, y: -0.25 }]);
  });
  test('a dot stays a dot', () => expect(centred([{ x: 4, y: 4 }])).toEqual([{ x: 0, y: 0 }]));
  test('the file is what the importer reads', () => {
    const read = JSON.parse(new TextDecoder().decode(strokeFile([{ x: 0, y: 0 }, { x: 2, y: 0 }], '7'))) as { strokes: unknown[] };
    expect(read.strokes).toEqual([{ index: 0, label: '7', strokePoints: [{ x: -0.5, y: 0 }, { x: 0.5, y: 0 }] }]);
  });
});
