// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/input_block.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

Graph of_inputs(const std::vector<int>& lengths) {
  Graph graph;
  for (const int length : lengths) {
    graph.inputs.push_back(static_cast<int>(graph.tensors.size()));
    graph.tensors.push_back({"in", DType::int8, {length}, {}, {}, false});
  }
  return graph;
}

TEST(InputBlock, OneInputIsTheBlock) {
  EXPECT_EQ(input_block(of_inputs({3}), {{1, 2, 3}}).value(), (Bytes{1, 2, 3}));
}

TEST(InputBlock, OthersBeginAtMultiplesOfEight) {
  EXPECT_EQ(input_block(of_inputs({3, 2}), {{1, 2, 3}, {4, 5}}).value(),
            (Bytes{1, 2, 3, 0, 0, 0, 0, 0, 4, 5}));
}

TEST(InputBlock, RefusesAnotherNumberOfInputsAndOtherSizes) {
  EXPECT_EQ(input_block(of_inputs({3, 2}), {{1, 2, 3}}).error().message,
            "1 inputs were given, the model has 2");
  EXPECT_EQ(input_block(of_inputs({3}), {{1, 2}}).error().message,
            "an input has 2 bytes, the model takes 3; give the raw bytes of its input tensor");
}

}  // namespace
}  // namespace tadpole
