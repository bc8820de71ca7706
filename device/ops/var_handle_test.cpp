// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(VarHandle, GivesANumberOfTypeResource) {
  TestOp op(builtin::kVarHandle);
  op.output(tensor_of<std::int32_t>(DType::resource, {}, {}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{0}));
}

TEST(VarHandle, RefusesAnotherOutput) {
  TestOp op(builtin::kVarHandle);
  op.output(int32s({}));
  EXPECT_EQ(op.plan(), Reason::output_type);
}

}  // namespace
}  // namespace tadpole::device
