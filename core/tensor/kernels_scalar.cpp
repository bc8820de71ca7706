// SPDX-License-Identifier: Apache-2.0
// Four lanes: SSE2 on every x86-64, plain code elsewhere.
#define TADPOLE_LANES 4
#define TADPOLE_PACKS_ROWS
#define TADPOLE_KERNELS kKernelsScalar
#define TADPOLE_LEVEL "scalar"
#include "core/tensor/simd_table.h"
