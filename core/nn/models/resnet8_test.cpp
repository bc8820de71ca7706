// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: convolutions 448 + 2*2320 + 4640 + 9248 + 544 + 18496 + 36928 + 2112, dense 650, batch
// norms 2*(3*16 + 2*32 + 2*64). With their 480 running averages: the 78,666 of MLPerf Tiny.
TEST(Resnet8, has_the_parameters_of_mlperf_tiny) {
  const Model model = reference("resnet8", {32, 32, 3}, 10);
  EXPECT_EQ(model.parameters().size(), 77706U + 480);
  EXPECT_EQ(model.parameters().size() + model.state().size(), 78666U);
}

// Of tadpole inspect on ic_resnet8_float.tflite: 12,505,728 less the pool's 4,096 additions.
TEST(Resnet8, has_the_multiplications_of_mlperf_tiny) {
  EXPECT_EQ(reference("resnet8", {32, 32, 3}, 10).macs(), 12505728 - 4096);
}

// The same file has nine convolutions, three adds, pool, reshape, dense, softmax.
TEST(Resnet8, becomes_the_operators_of_mlperf_tiny) {
  std::vector<int> codes;
  for (const GraphOp& op : reference("resnet8", {32, 32, 3}, 10).lower().ops)
    codes.push_back(op.builtin);
  EXPECT_EQ(codes, (std::vector<int>{3, 3, 3, 0, 3, 3, 3, 0, 3, 3, 3, 0, 1, 22, 9, 25}));
}

}  // namespace
}  // namespace tadpole
