// SPDX-License-Identifier: Apache-2.0
// Six points of y = 2x - 1, a line y = w x + b, and how wrong it is. Letters as in the lesson: w, b, e, n.

export interface Line { w: number; b: number }
export interface Loss { sum: number; mean: number; root: number }

export const xs = [-1, 0, 1, 2, 3, 4];
export const truth: Line = { w: 2, b: -1 };
export const ys = xs.map((x) => truth.w * x + truth.b);
const n = xs.length;

export const predict = ({ w, b }: Line, x: number) => w * x + b;

/** Prediction minus truth, one for each point. */
export const errors = (line: Line) => xs.map((x, i) => predict(line, x) - ys[i]!);

/** Sum of squared errors, their mean, and the root of the mean, which has the unit of y again. */
export function loss(line: Line): Loss {
  const sum = errors(line).reduce((all, e) => all + e * e, 0);
  return { sum, mean: sum / n, root: Math.sqrt(sum / n) };
}

/** The slope of the mean squared error in the direction of w and of b. */
export function slope(line: Line): Line {
  const e = errors(line);
  return { w: (2 / n) * e.reduce((all, ei, i) => all + ei * xs[i]!, 0), b: (2 / n) * e.reduce((all, ei) => all + ei, 0) };
}

export function step(line: Line, rate: number): Line {
  const g = slope(line);
  return { w: line.w - rate * g.w, b: line.b - rate * g.b };
}

/** Where every walk is far outside any map; it stops there. */
export const lost = (line: Line) => Math.abs(line.w) > 1e4 || Math.abs(line.b) > 1e4;
export const arrived = (line: Line) => loss(line).mean < 1e-4;

/** The start and at most `steps` further points. */
export function walk(start: Line, rate: number, steps: number): Line[] {
  const path = [start];
  while (path.length <= steps && !lost(path.at(-1)!)) path.push(step(path.at(-1)!, rate));
  return path;
}

/** Second derivatives of the mean squared error: ww, wb, bb. They are the same everywhere. */
const curvature = {
  ww: (2 / n) * xs.reduce((all, x) => all + x * x, 0),
  wb: (2 / n) * xs.reduce((all, x) => all + x, 0),
  bb: 2,
};

/** The two curvatures of the valley and the angle of the steep one against the w axis. */
export const valley = (() => {
  const { ww, wb, bb } = curvature;
  const middle = (ww + bb) / 2;
  const half = Math.hypot((ww - bb) / 2, wb);
  return { steep: middle + half, flat: middle - half, angle: Math.atan2(2 * wb, ww - bb) / 2 };
})();

/** A step larger than this gains less than it overshoots, so that the walk leaves the valley: 2 / steepest curvature. */
export const largestRate = 2 / valley.steep;

/** The ellipse on which the mean squared error has one value: half axes along the steep and the flat direction. */
export const ring = (mean: number) => ({ steep: Math.sqrt((2 * mean) / valley.steep), flat: Math.sqrt((2 * mean) / valley.flat) });
