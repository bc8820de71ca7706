// SPDX-License-Identifier: Apache-2.0
// What the learner draws: lines through points on a sheet of 100 by 100, short enough for an address.

export interface Dot { x: number; y: number }
export type Stroke = Dot[];

export const side = 100;
const [mostStrokes, mostDots, nearest] = [12, 60, 3];
const inside = (v: number) => Math.min(Math.max(Math.round(v), 0), side - 1);

/** The strokes with one more dot at the end of the last; a dot too near the one before is left out. */
export function withDot(strokes: Stroke[], dot: Dot): Stroke[] {
  const last = strokes.at(-1);
  if (!last || last.length >= mostDots) return strokes;
  const at = { x: inside(dot.x), y: inside(dot.y) };
  const before = last.at(-1);
  if (before && Math.hypot(before.x - at.x, before.y - at.y) < nearest) return strokes;
  return [...strokes.slice(0, -1), [...last, at]];
}
export const withStroke = (strokes: Stroke[], dot: Dot): Stroke[] => (strokes.length >= mostStrokes ? strokes : [...strokes, [{ x: inside(dot.x), y: inside(dot.y) }]]);

const two = (v: number) => String(v).padStart(2, '0');
/** Four figures for a dot, a line between strokes. */
export const writeStrokes = (strokes: Stroke[]) => strokes.map((stroke) => stroke.map(({ x, y }) => two(x) + two(y)).join('')).join('-');
export function readStrokes(text: string | null): Stroke[] {
  return (text ?? '').split('-').filter((part) => /^(\d{4})+$/.test(part)).slice(0, mostStrokes)
    .map((part) => part.match(/\d{4}/g)!.slice(0, mostDots).map((dot) => ({ x: Number(dot.slice(0, 2)), y: Number(dot.slice(2)) })));
}

export interface Fit { scale: number; dx: number; dy: number }
/** How a drawing is moved into the middle of a picture and made as tall as the digits that the network has learnt from. */
export function fitted(strokes: Stroke[], pixels: number, tall: number): Fit {
  const dots = strokes.flat();
  const [xs, ys] = [dots.map((d) => d.x), dots.map((d) => d.y)];
  const [left, right, top, foot] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = tall / Math.max(right - left, foot - top, 20);
  return { scale, dx: pixels / 2 - (scale * (left + right)) / 2, dy: pixels / 2 - (scale * (top + foot)) / 2 };
}

/** The drawing as a picture of 28 by 28, white on black, in the middle. */
export function painted(strokes: Stroke[]): Float32Array<ArrayBuffer> {
  const [pixels, fine] = [28, 4];
  const large = document.createElement('canvas');
  large.width = large.height = pixels * fine;
  const pen = large.getContext('2d')!;
  pen.fillRect(0, 0, large.width, large.height);
  if (strokes.length === 0) return new Float32Array(pixels * pixels);
  const { scale, dx, dy } = fitted(strokes, pixels, 17);
  pen.setTransform(fine * scale, 0, 0, fine * scale, fine * dx, fine * dy);
  pen.strokeStyle = 'white';
  [pen.lineWidth, pen.lineCap, pen.lineJoin] = [2.3 / scale, 'round', 'round'];
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0]!.x, stroke[0]!.y);
    for (const { x, y } of stroke.length > 1 ? stroke.slice(1) : [{ x: stroke[0]!.x + 0.1, y: stroke[0]!.y }]) pen.lineTo(x, y);
    pen.stroke();
  }
  const small = document.createElement('canvas');
  small.width = small.height = pixels;
  const out = small.getContext('2d')!;
  out.imageSmoothingQuality = 'high';
  out.drawImage(large, 0, 0, pixels, pixels);
  const rgba = out.getImageData(0, 0, pixels, pixels).data;
  return Float32Array.from({ length: pixels * pixels }, (_, i) => rgba[4 * i]! / 255);
}
