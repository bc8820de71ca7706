// SPDX-License-Identifier: Apache-2.0
// Drawn lines as the core's stroke importer reads them (core/data/motion/import_strokes.h).
export interface PenPoint { x: number; y: number }

/** Scales a stroke about its middle, the longer side from -0.5 to 0.5, y upwards. */
export function centred(points: PenPoint[]): PenPoint[] {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(x1 - x0, y1 - y0) || 1;
  const round = (v: number) => Math.round(v * 1e4) / 1e4;
  return points.map((p) => ({ x: round((p.x - (x0 + x1) / 2) / side), y: round(((y0 + y1) / 2 - p.y) / side) }));
}

export function strokeFile(points: PenPoint[], label: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ strokes: [{ index: 0, label, strokePoints: centred(points) }] }));
}
