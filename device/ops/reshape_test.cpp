// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "device/model/op_definition.h"

namespace tadpole::device {
namespace {

TEST(Reshape, IsInTheRegistryAndCopiesBytesThatLieApart) {
  const OpDefinition* reshape = find_op(builtin::kReshape);
  ASSERT_NE(reshape, nullptr);
  EXPECT_STREQ(reshape->name, builtin_name(builtin::kReshape));
  std::uint8_t from[] = {1, 2, 3};
  std::uint8_t to[] = {0, 0, 0};
  Tensor tensors[2];
  tensors[0].data = from;
  tensors[1].data = to;
  tensors[1].bytes = 3;
  const std::int32_t input = 0;
  const std::int32_t output = 1;
  reshape->run(OpRun(tensors, &input, 1, &output, nullptr));
  EXPECT_EQ(to[2], 3);
}

}  // namespace
}  // namespace tadpole::device
