// SPDX-License-Identifier: Apache-2.0
// The page's kernels with fused multiply-adds, for browsers with Relaxed SIMD. Linked into the
// module with threads alone, whose outdated opcodes wasm/fuse.mjs mends. Compiled with
// -mrelaxed-simd.
#if defined(__wasm_relaxed_simd__)
#define TADPOLE_LANES 4
#define TADPOLE_PACKS_ROWS
#define TADPOLE_FUSED
#define TADPOLE_KERNELS kKernelsWasmFused
#define TADPOLE_LEVEL "wasm_fused"
#include "core/tensor/simd_table.h"

extern "C" const tadpole::Kernels* tadpole_fused_kernels() { return &tadpole::kKernelsWasmFused; }
#endif
