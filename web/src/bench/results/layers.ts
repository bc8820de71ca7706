// SPDX-License-Identifier: Apache-2.0
// The network as lines of text: those of the recipe ([model] layers) and those that a training printed (core/nn/summary.cpp).

export interface LayerLine { layer: string; output: string; parameters: number; macs: number }
/** The table of a trained network without head, input and sum. Columns stand two or more spaces apart. */
export function readSummary(text: string): { input: string; layers: LayerLine[] } {
  const rows = text.split('\n').map((line) => line.trim().split(/\s{2,}/)).filter((row) => row[0] !== '');
  const input = rows.find((row) => row[0] === 'input')?.[1] ?? '';
  const layers = rows.filter((row) => row.length === 4 && row[0] !== 'layer' && row[0] !== 'sum');
  return { input, layers: layers.map((row) => ({ layer: row[0]!, output: row[1]!, parameters: Number(row[2]), macs: Number(row[3]) })) };
}

/** An option of several texts, as the rows write it: a comma between two. */
export const lines = (value: string) => (value.trim() === '' ? [] : value.split(',').map((line) => line.trim()));
export const joined = (all: string[]) => all.map((line) => line.trim()).filter(Boolean).join(',');

export function moved<T>(all: T[], from: number, to: number): T[] {
  if (to < 0 || to >= all.length) return all;
  const out = [...all];
  out.splice(to, 0, ...out.splice(from, 1));
  return out;
}
/** The trained lines belong to these when there are as many and each is of the same kind. */
export function fits(all: string[], trained: LayerLine[]): boolean {
  const kind = (line: string) => line.trim().split(/\s/)[0];
  return all.length === trained.length && all.every((line, i) => kind(line) === kind(trained[i]!.layer));
}
