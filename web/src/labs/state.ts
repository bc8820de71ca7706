// SPDX-License-Identifier: Apache-2.0
// The whole state of a lab stands in the address of the page, so that a link is a prepared lab.

export interface LabState {
  get(name: string): string | null;
  set(values: Record<string, string | null>): void;
}

/** A number from the address, or the fallback when it is missing, broken or out of range. */
export function numberIn(text: string | null, fallback: number, [least, most]: readonly [number, number]): number {
  const value = text === null || text === '' ? NaN : Number(text);
  return value >= least && value <= most ? value : fallback;
}
