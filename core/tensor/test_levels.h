// SPDX-License-Identifier: Apache-2.0
// A test at every instruction set that this machine has; the others are skipped and say so.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "core/tensor/kernels.h"

namespace tadpole {

class EachLevel : public testing::TestWithParam<SimdLevel> {
 protected:
  void SetUp() override {
    if (!simd_available(GetParam())) GTEST_SKIP() << "this machine has no such instructions";
  }
  const Kernels& k() const { return kernels(GetParam()); }
};

inline std::string level_name(const testing::TestParamInfo<SimdLevel>& test) {
  return test.param == SimdLevel::scalar ? "scalar"
         : test.param == SimdLevel::avx2 ? "avx2"
                                         : "avx512";
}

inline auto all_levels() {
  return testing::Values(SimdLevel::scalar, SimdLevel::avx2, SimdLevel::avx512);
}

}  // namespace tadpole
