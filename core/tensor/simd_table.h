// SPDX-License-Identifier: Apache-2.0
// The table of kernels of one instruction set. Included by kernels_<level>.cpp only, with
// TADPOLE_LANES (floats per register), TADPOLE_KERNELS (name of the table) and TADPOLE_LEVEL (its
// text) defined.
#include "core/tensor/simd_depthwise.h"
#include "core/tensor/simd_elementwise.h"
#include "core/tensor/simd_gemm.h"
#include "core/tensor/simd_norm.h"
#include "core/tensor/simd_optimizer.h"
#include "core/tensor/simd_pool.h"
#include "core/tensor/simd_winograd.h"

namespace tadpole {

extern const Kernels TADPOLE_KERNELS;
const Kernels TADPOLE_KERNELS = {
    .name = TADPOLE_LEVEL,
    .gemm = gemm,
    .dense = dense,
    .depthwise = depthwise,
    .depthwise_weights = depthwise_weights,
    .depthwise_scatter = depthwise_scatter,
    .winograd_kernel = winograd_kernel,
    .winograd = winograd,
    .winograd_weights = winograd_weights,
    .moments = moments,
    .scale_shift = scale_shift,
    .norm_sums = norm_sums,
    .norm_input = norm_input,
    .max_pool = max_pool,
    .max_pool_input = max_pool_input,
    .mask = mask,
    .add = add,
    .channel_sums = channel_sums,
    .dropout = dropout,
    .reduce = reduce,
    .adam = adam,
};

}  // namespace tadpole
