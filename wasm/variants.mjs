// SPDX-License-Identifier: Apache-2.0
// The modules of the core, and which of them a place can run. All are linked from the same objects.
//   plain    one thread, runs everywhere
//   threads  for pages that are isolated; the same sums in the same order, so the same bytes
//   fused    threads, and fused multiply-adds where the browser has Relaxed SIMD; rounds otherwise

/** More threads than this gain little and warm the machine. */
const kMostThreads = 4;

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const valid = (...sections) => WebAssembly.validate(Uint8Array.of(...header, ...sections));
/** Shared memory and an atomic load. */
const hasThreads = () => valid(1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 10, 1, 8, 0, 0x41, 0, 0xfe, 0x10, 2, 0, 0x0b);
/** f32x4.relaxed_madd of three parameters. */
const hasFused = () => valid(1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b, 3, 2, 1, 0, 10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 0x02, 0x0b);

/** script, wasm: names of files beside one another, a script without its ending. */
export const variants = {
  plain: { name: 'plain', script: 'tadpole_core', wasm: 'tadpole_core.wasm', simd: 'wasm' },
  threads: { name: 'threads', script: 'tadpole_core_threads', wasm: 'tadpole_core_threads.wasm', simd: 'wasm' },
  fused: { name: 'fused', script: 'tadpole_core_threads', wasm: 'tadpole_core_fused.wasm', simd: 'wasm_fused' },
};

/** What to try here, the fastest first; the last one starts everywhere. isolated: memory may be shared; cores: of the machine. */
export function variantsHere({ isolated = globalThis.crossOriginIsolated === true, cores = globalThis.navigator?.hardwareConcurrency ?? 1 } = {}) {
  const plain = { ...variants.plain, threads: 1 };
  if (!isolated || typeof SharedArrayBuffer === 'undefined' || !hasThreads()) return [plain];
  const threads = Math.max(1, Math.min(cores, kMostThreads));
  if (hasFused()) return [{ ...variants.fused, threads }, plain];
  return threads > 1 ? [{ ...variants.threads, threads }, plain] : [plain];
}
