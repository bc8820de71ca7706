// SPDX-License-Identifier: Apache-2.0
// Sixteen lanes; this file alone is compiled for AVX-512 F, DQ, VL and BW.
#if defined(__x86_64__)
#define TADPOLE_LANES 16
#define TADPOLE_KERNELS kKernelsAvx512
#define TADPOLE_LEVEL "avx512"
#include "core/tensor/simd_table.h"
#endif
