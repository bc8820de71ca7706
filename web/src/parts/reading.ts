// SPDX-License-Identifier: Apache-2.0
// What was read, and where the reader is, from what stands on the screen.
export interface ReadingWatch {
  /** The end of this block was on the screen for a moment. */
  read: (block: string) => void;
  /** The reader rests here; called when the place has changed. */
  at: (block: string) => void;
}

const momentMs = 700;
const restMs = 1200;

/** Watches every [data-block] under the root; gives a function that stops it. */
export function watchReading(root: HTMLElement, watch: ReadingWatch): () => void {
  const blocks = Array.from(root.querySelectorAll<HTMLElement>('[data-block]'));
  const moments = new Map<HTMLElement, ReturnType<typeof setTimeout>>();
  const read = new Set<HTMLElement>();
  const idOf = (block: HTMLElement) => block.dataset.block ?? '';

  /** The end of a block counts, however long the block is; who scrolls past it in a hurry has not read it. */
  const lookAtEnds = () => {
    for (const block of blocks) {
      const { bottom } = block.getBoundingClientRect();
      const seen = bottom > 0 && bottom <= innerHeight + 40;
      if (!seen) {
        clearTimeout(moments.get(block));
        moments.delete(block);
      } else if (!moments.has(block) && !read.has(block)) {
        moments.set(block, setTimeout(() => {
          read.add(block);
          watch.read(idOf(block));
        }, momentMs));
      }
    }
  };

  let place = '';
  let rest: ReturnType<typeof setTimeout> | undefined;
  const lookAtPlace = () => {
    // At the end of the page the last blocks cannot come any higher.
    const atEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const line = atEnd ? innerHeight * 0.8 : innerHeight / 3;
    const now = blocks.findLast((block) => block.getBoundingClientRect().top <= line);
    if (now && idOf(now) !== place) watch.at((place = idOf(now)));
  };
  const look = () => {
    lookAtEnds();
    clearTimeout(rest);
    rest = setTimeout(lookAtPlace, restMs);
  };
  // Pictures and formulas that arrive late move the ends.
  const size = new ResizeObserver(look);
  size.observe(root);
  addEventListener('scroll', look, { passive: true });
  return () => {
    size.disconnect();
    moments.forEach((timer) => clearTimeout(timer));
    clearTimeout(rest);
    removeEventListener('scroll', look);
  };
}
