// SPDX-License-Identifier: Apache-2.0
/** Keeps the last `capacity` values of a stream. */
export class Ring {
  private readonly kept: Float32Array;
  private end = 0;
  /** All that were ever pushed. */
  total = 0;
  constructor(readonly capacity: number) {
    this.kept = new Float32Array(capacity);
  }
  push(block: ArrayLike<number>) {
    for (let i = Math.max(0, block.length - this.capacity); i < block.length; i++) {
      this.kept[this.end] = block[i]!;
      this.end = (this.end + 1) % this.capacity;
    }
    this.total += block.length;
  }
  /** The last n values, oldest first; before the first ones there is silence. Expects: n <= capacity. */
  last(n: number): Float32Array<ArrayBuffer> {
    const out = new Float32Array(n);
    const have = Math.min(n, this.total, this.capacity);
    for (let i = 0; i < have; i++) out[n - have + i] = this.kept[(this.end - have + i + this.capacity) % this.capacity]!;
    return out;
  }
}
