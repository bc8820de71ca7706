// SPDX-License-Identifier: Apache-2.0
// Places on an Archimedean spiral r = first + gap * angle / 2 pi, at equal steps along the curve.
export interface Place { x: number; y: number }
export interface SpiralOptions { step: number; gap: number; first: number }

const defaults: SpiralOptions = { step: 34, gap: 46, first: 20 };

/** count places from the centre outwards, and the radius that holds them all. Each step is found in 16 small ones. */
export function spiral(count: number, options: Partial<SpiralOptions> = {}): { places: Place[]; radius: number } {
  const { step, gap, first } = { ...defaults, ...options };
  const growth = gap / (2 * Math.PI);
  const places: Place[] = [];
  let angle = 0;
  for (let i = 0; i < count; i++) {
    const r = first + growth * angle;
    places.push({ x: r * Math.cos(angle), y: r * Math.sin(angle) });
    for (let part = 0; part < 16; part++) angle += step / 16 / Math.hypot(first + growth * angle, growth);
  }
  return { places, radius: places.reduce((far, p) => Math.max(far, Math.hypot(p.x, p.y)), first) };
}

/** A soft curve through the places (Catmull-Rom, written as cubic Béziers). */
export function curve(places: Place[]): string {
  const at = (i: number) => places[Math.min(Math.max(i, 0), places.length - 1)]!;
  if (places.length === 0) return '';
  let path = `M${at(0).x.toFixed(1)} ${at(0).y.toFixed(1)}`;
  for (let i = 0; i + 1 < places.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const numbers = [b.x + (c.x - a.x) / 6, b.y + (c.y - a.y) / 6, c.x - (d.x - b.x) / 6, c.y - (d.y - b.y) / 6, c.x, c.y];
    path += 'C' + numbers.map((n) => n.toFixed(1)).join(' ');
  }
  return path;
}
