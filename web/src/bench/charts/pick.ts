// SPDX-License-Identifier: Apache-2.0
// Which of many dots a reader means.

const reach = 28; // pixels

/** The dot next to a place; '' when none is near. */
export function nearest(dots: { id: string; x: number; y: number }[], x: number, y: number): string {
  let [best, least] = ['', reach * reach];
  for (const dot of dots) {
    const far = (dot.x - x) ** 2 + (dot.y - y) ** 2;
    if (far <= least) [best, least] = [dot.id, far];
  }
  return best;
}

/** By keyboard: the dot that costs the next more or less; Escape leaves them. undefined: another key. */
export function beside(dots: { id: string; cost: number }[], chosen: string, key: string): string | undefined {
  if (key === 'Escape') return '';
  const order = [...dots].sort((a, b) => a.cost - b.cost);
  const at = order.findIndex((dot) => dot.id === chosen);
  const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at < 0 ? 0 : at - 1, ArrowDown: at < 0 ? 0 : at - 1, Home: 0, End: order.length - 1 }[key];
  return to === undefined ? undefined : order[Math.min(order.length - 1, Math.max(0, to))]?.id;
}
