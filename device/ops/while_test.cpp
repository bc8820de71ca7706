// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

// What the subgraphs do is told by the tests of whole models, core/tflite/control_flow_test.cpp.
TEST(While, RefusesToNameNoSubgraphs) {
  TestOp op(builtin::kWhile);
  op.input(bools({1})).output(real({1}));
  EXPECT_EQ(op.plan(), Reason::options_type);
}

TEST(While, RefusesToHaveNoInputs) {
  TestOp op(builtin::kWhile, OptionsTable::while_op);
  op.option<std::int32_t>(0, 1).option<std::int32_t>(1, 2);
  EXPECT_EQ(op.plan(), Reason::input_count);
}

}  // namespace
}  // namespace tadpole::device
