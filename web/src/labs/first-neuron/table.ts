// SPDX-License-Identifier: Apache-2.0
// The learner's own table: one pair x, y a line.
export interface Pair { x: number; y: number }

export const mostPairs = 40;
export const sixPoints: Pair[] = [-1, 0, 1, 2, 3, 4].map((x) => ({ x, y: 2 * x - 1 }));

const separator = /\s*[;\t]\s*|\s*,\s+|\s+/;

/** Lines "1, 2", "1 2", "1;2" or "1,2" to pairs; the first line that is none of these by its number. */
export function readTable(text: string): { pairs: Pair[]; bad: number } {
  const pairs: Pair[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const written = line.trim().replace(/−/g, '-');
    if (written === '') continue;
    let cells = written.split(separator);
    // "1,2" is two numbers; "1,5 2,5" has commas as points.
    if (cells.length === 1) cells = written.split(',');
    const [x, y] = cells.map((cell) => Number(cell.replace(',', '.')));
    if (cells.length !== 2 || cells.includes('') || !Number.isFinite(x) || !Number.isFinite(y)) return { pairs, bad: i + 1 };
    pairs.push({ x: x!, y: y! });
  }
  return { pairs, bad: 0 };
}

export const writeTable = (pairs: readonly Pair[]) => pairs.map(({ x, y }) => `${x}, ${y}`).join('\n');
export const writeShort = (pairs: readonly Pair[]) => pairs.map(({ x, y }) => `${x},${y}`).join(';');
export function readShort(text: string | null): Pair[] {
  const { pairs, bad } = readTable((text ?? '').split(';').join('\n'));
  return bad === 0 && pairs.length >= 2 && pairs.length <= mostPairs ? pairs : [];
}
