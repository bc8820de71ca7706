// SPDX-License-Identifier: Apache-2.0
// Four lanes of WASM SIMD128, for the page. No fused multiply-add: the same sums in the same order
// as the four lanes of SSE2, so a training ends with the bytes of TADPOLE_SIMD=scalar on the host.
#if defined(__wasm_simd128__)
#define TADPOLE_LANES 4
#define TADPOLE_PACKS_ROWS
#define TADPOLE_KERNELS kKernelsWasm
#define TADPOLE_LEVEL "wasm"
#include "core/tensor/simd_table.h"
#endif
