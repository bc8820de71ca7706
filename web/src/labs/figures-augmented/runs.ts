// SPDX-License-Identifier: Apache-2.0
// How pictures are changed while a network learns, and how runs stand in the address.
import type { Options } from '../engine/engine';

export interface Change { shift: number; rotate: number; zoom: number; flip: boolean; brightness: number }
export interface Run extends Change { start: number }

export const nothing: Change = { shift: 0, rotate: 0, zoom: 0, flip: false, brightness: 0 };
/** All five. */
export const five: Change = { shift: 15, rotate: 15, zoom: 35, flip: true, brightness: 90 };
export const most = { shift: 50, rotate: 180, zoom: 50, brightness: 90 } as const;
/** Beyond this, one can often no longer see what the picture shows, or it is never seen so. */
const far = { shift: 40, rotate: 120 } as const;
export const starts = [1, 2, 3];
export const mostRuns = 10;
/** So much narrower is more than one picture's luck. */
export const narrower = 0.05;

export const isPlain = (one: Change) => one.shift === 0 && one.rotate === 0 && one.zoom === 0 && !one.flip && one.brightness === 0;
export const isAll = (one: Change) => one.shift > 0 && one.rotate > 0 && one.zoom > 0 && one.flip && one.brightness > 0;
export const isFar = (one: Change) => one.shift >= far.shift || one.rotate >= far.rotate;
export const sameRun = (a: Run, b: Run) => writeRun(a) === writeRun(b);

/** As the core wants them; prefix: '' for pictures, 'augment_' for training. */
export function optionsFor(one: Change, prefix: string): Options {
  const all: Options = { shift_percent: one.shift, rotate_degrees: one.rotate, zoom_percent: one.zoom, flip: one.flip, brightness_percent: one.brightness };
  return isPlain(one) ? {} : Object.fromEntries(Object.entries(all).map(([name, value]) => [prefix + name, value]));
}

/** Each run with changes, and the run without them from the same start. */
export function pairs(runs: readonly Run[]): { plain: number; changed: number }[] {
  return runs.flatMap((run, changed) => {
    const plain = runs.findIndex((one) => isPlain(one) && one.start === run.start);
    return isPlain(run) || plain < 0 ? [] : [{ plain, changed }];
  });
}

/** '15.15.35.1.90' */
export const writeChange = (one: Change) => [one.shift, one.rotate, one.zoom, one.flip ? 1 : 0, one.brightness].join('.');
const inside = (value: number | undefined, end: number) => Number.isInteger(value) && value! >= 0 && value! <= end;
export function readChange(text: string | null): Change | null {
  const [shift, rotate, zoom, flip, brightness, ...rest] = (text ?? '').split('.').map((part) => (part === '' ? NaN : Number(part)));
  const known = rest.length === 0 && inside(shift, most.shift) && inside(rotate, most.rotate) && inside(zoom, most.zoom) && inside(flip, 1) && inside(brightness, most.brightness);
  return known ? { shift: shift!, rotate: rotate!, zoom: zoom!, flip: flip === 1, brightness: brightness! } : null;
}
const writeRun = (run: Run) => `${run.start}-${writeChange(run)}`;
export const writeRuns = (runs: readonly Run[]) => runs.map(writeRun).join('_');
export function readRuns(text: string | null): Run[] {
  return (text ?? '').split('_').flatMap((part) => {
    const [start, change, ...rest] = part.split('-');
    const read = readChange(change ?? null);
    return read && rest.length === 0 && starts.includes(Number(start)) ? [{ ...read, start: Number(start) }] : [];
  }).slice(0, mostRuns);
}
