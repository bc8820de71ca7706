// SPDX-License-Identifier: Apache-2.0
// Which points a hand-drawn loop holds, and which one is nearest.
export type Point = readonly [number, number];

/** Even-odd rule: a ray from the point to the right crosses the loop an odd number of times. */
export function inside(point: Point, loop: readonly Point[]): boolean {
  let odd = false;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
    const [xi, yi] = loop[i]!;
    const [xj, yj] = loop[j]!;
    if (yi > point[1] !== yj > point[1] && point[0] < ((xj - xi) * (point[1] - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

export function caught(points: readonly Point[], loop: readonly Point[]): number[] {
  if (loop.length < 3) return [];
  return points.flatMap((point, i) => (inside(point, loop) ? [i] : []));
}

/** Index of the nearest point within reach, or -1. */
export function nearest(points: readonly Point[], to: Point, reach: number): number {
  let best = -1;
  let least = reach * reach;
  points.forEach(([x, y], i) => {
    const far = (x - to[0]) ** 2 + (y - to[1]) ** 2;
    if (far <= least) [best, least] = [i, far];
  });
  return best;
}

/** Points scaled into a box with a margin, the second axis upwards. */
export function fit(points: readonly Point[], width: number, height: number, margin: number): Point[] {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [w, h] = [width - 2 * margin, height - 2 * margin];
  return points.map(([x, y]) => [margin + (x1 > x0 ? (x - x0) / (x1 - x0) : 0.5) * w, height - margin - (y1 > y0 ? (y - y0) / (y1 - y0) : 0.5) * h]);
}
