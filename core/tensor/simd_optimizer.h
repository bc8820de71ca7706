// SPDX-License-Identifier: Apache-2.0
// Optimizer steps over contiguous arrays: the compiler vectorizes them for its level. Part of
// simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

void adam(const AdamStep& s, std::size_t n, const float* __restrict g, const float* __restrict mask,
          float* __restrict m, float* __restrict v, float* __restrict p) {
  for (std::size_t i = 0; i < n; ++i) {
    const float d = s.clip * g[i] + s.added * mask[i] * p[i];
    m[i] = s.beta1 * m[i] + s.fresh1 * d;
    v[i] = s.beta2 * v[i] + s.fresh2 * d * d;
    const float denominator = __builtin_sqrtf(v[i]) * s.root + s.epsilon;
    p[i] -= s.shrink * mask[i] * p[i] + s.step_size * m[i] / denominator;
  }
}

}  // namespace
}  // namespace tadpole
