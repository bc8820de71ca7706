// SPDX-License-Identifier: Apache-2.0
#include "device/model/builtin.h"

#include <gtest/gtest.h>

#include <cstring>

#include "device/model/op_definition.h"

namespace tadpole {
namespace {

TEST(Builtin, NamesGoWithTheirNumbers) {
  EXPECT_STREQ(builtin_name(builtin::kConv2d), "CONV_2D");
  EXPECT_STREQ(builtin_name(builtin::kQuantize), "QUANTIZE");
  EXPECT_STREQ(builtin_name(207), "COMPLEX");
  EXPECT_STREQ(builtin_name(208), "?");
  EXPECT_STREQ(builtin_name(-1), "?");
  EXPECT_STREQ(tensor_type_name(tensor_type::kInt8), "INT8");
  EXPECT_STREQ(tensor_type_name(99), "?");
}

TEST(Builtin, EveryOperatorInTheRegistryBearsItsNumbersName) {
  int found = 0;
  for (int code = 0; code < 256; ++code) {
    const device::OpDefinition* definition = device::find_op(code);
    if (definition == nullptr) continue;
    EXPECT_STREQ(definition->name, builtin_name(code));
    ++found;
  }
  EXPECT_GE(found, 15);
}

TEST(Reason, EveryReasonHasItsOwnWords) {
  for (int i = 0; i <= static_cast<int>(device::Reason::arena); ++i) {
    const char* words = device::reason_text(static_cast<device::Reason>(i));
    EXPECT_STRNE(words, "an unknown reason") << i;
    for (int j = 0; j < i; ++j)
      EXPECT_STRNE(words, device::reason_text(static_cast<device::Reason>(j))) << i << ' ' << j;
  }
}

}  // namespace
}  // namespace tadpole
