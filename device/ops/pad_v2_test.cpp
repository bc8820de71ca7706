// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "device/model/op_definition.h"
#include "device/ops/pad.h"

namespace tadpole::device {
namespace {

TEST(PadV2, TheBorderHoldsAnyValue) {
  const std::int32_t before[] = {1};
  const PadParams p = make_pad_params(Shape{1, {2}}, Shape{1, {4}}, before);
  const float input[] = {5.0F, 6.0F};
  float output[4] = {};
  pad(p, -7.0F, input, output);
  EXPECT_EQ(output[0], -7.0F);
  EXPECT_EQ(output[1], 5.0F);
  EXPECT_EQ(output[2], 6.0F);
  EXPECT_EQ(output[3], -7.0F);
}

TEST(PadV2, ItIsAnOperatorBesidePad) {
  ASSERT_NE(find_op(builtin::kPadV2), nullptr);
  EXPECT_STREQ(find_op(builtin::kPadV2)->name, "PADV2");
}

}  // namespace
}  // namespace tadpole::device
