// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

// What it does with a variable is told by the tests of whole models.
TEST(AssignVariable, RefusesANumberThatNoVarHandleMade) {
  TestOp op(builtin::kAssignVariable);
  op.input(tensor_of<std::int32_t>(DType::resource, {}, {})).input(real({2}));
  EXPECT_EQ(op.plan(), Reason::variable);
}

}  // namespace
}  // namespace tadpole::device
