// SPDX-License-Identifier: Apache-2.0
// Eight lanes with fused multiply-add; this file alone is compiled for AVX2 and FMA.
#if defined(__x86_64__)
#define TADPOLE_LANES 8
#define TADPOLE_KERNELS kKernelsAvx2
#define TADPOLE_LEVEL "avx2"
#include "core/tensor/simd_table.h"
#endif
