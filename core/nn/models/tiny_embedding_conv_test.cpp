// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 10*8*8+8, 10*8*8*8+8, 4*3*8*4+4: 49x40 becomes 25x20, then 4x3.
TEST(TinyEmbeddingConv, has_the_parameters_of_the_original) {
  EXPECT_EQ(reference("tiny_embedding_conv", {49, 40, 1}, 4).parameters().size(),
            648U + 5128 + 388);
}

}  // namespace
}  // namespace tadpole
