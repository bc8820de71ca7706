// SPDX-License-Identifier: Apache-2.0
#include "core/graph/operator_name.h"

#include <gtest/gtest.h>

#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(OperatorName, is_the_builtins_or_the_custom_ones_own_or_the_number) {
  EXPECT_EQ(operator_name({.builtin = builtin::kConv2d}), "CONV_2D");
  EXPECT_EQ(operator_name({.builtin = builtin::kCustom, .custom_name = "SignalRfft"}),
            "SignalRfft");
  EXPECT_EQ(operator_name({.builtin = builtin::kCustom}), "CUSTOM");
  EXPECT_EQ(operator_name({.builtin = 999}), "operator 999");
}

}  // namespace
}  // namespace tadpole
