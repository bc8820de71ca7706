// SPDX-License-Identifier: Apache-2.0
// What one core can do at most: fused multiply-adds on registers alone.
#pragma once
#include "core/tensor/kernels.h"

namespace tadpole {

// The best of many short runs, in 1e9 operations a second (a multiply-add counts two), with the
// vectors of that level. Expects: simd_available(level). Takes about half a second.
double peak_gflops(SimdLevel level);

}  // namespace tadpole
