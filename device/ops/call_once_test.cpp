// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

// Which subgraphs are run, and when, is told by the tests of whole models.
TEST(CallOnce, HasNothingToDoByItself) {
  TestOp op(builtin::kCallOnce, OptionsTable::call_once);
  op.option<std::int32_t>(0, 1);
  EXPECT_EQ(op.plan(), Reason::none);
  op.run();
}

TEST(CallOnce, RefusesToNameNoSubgraph) {
  TestOp op(builtin::kCallOnce);
  EXPECT_EQ(op.plan(), Reason::options_type);
}

}  // namespace
}  // namespace tadpole::device
