// SPDX-License-Identifier: Apache-2.0
/** The whole number that somebody typed, or NaN: 15,680 and 15 680 and 15.680 are the same. */
export function wholeNumber(text: string): number {
  const plain = text.replace(/[\s,.'’\u00a0\u202f]/g, '');
  return /^-?\d+$/.test(plain) ? Number(plain) : NaN;
}
