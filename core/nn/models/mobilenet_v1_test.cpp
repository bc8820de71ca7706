// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// Of tadpole inspect on vww_mobilenet_int8.tflite: 7,491,968 multiplications with the pool's 2,304
// additions; 219,072 bytes of constants: a byte a weight, four a bias, eight of the reshape.
TEST(MobilenetV1, has_the_weights_and_multiplications_of_mlperf_tiny) {
  const Model model = reference("mobilenet_v1 alpha=0.25", {96, 96, 3}, 2);
  EXPECT_EQ(model.macs(), 7491968 - 2304);
  const Graph graph = model.lower();
  std::size_t bytes = 0;
  for (const GraphTensor& tensor : graph.tensors) {
    if (!tensor.is_constant()) continue;
    bytes += tensor.shape.size() == 1 ? tensor.bytes() : tensor.bytes() / 4;
  }
  EXPECT_EQ(bytes, 219072U);
  EXPECT_EQ(graph.ops.size(), 31U);
}

// Keras' MobileNet at alpha 1 and 1000 classes: 4,231,976 trainable parameters.
TEST(MobilenetV1, has_the_parameters_of_the_paper_at_full_width) {
  EXPECT_EQ(reference("mobilenet_v1 alpha=1", {224, 224, 3}, 1000).parameters().size(), 4231976U);
}

TEST(MobilenetV1, takes_any_resolution) {
  for (const int side : {32, 50, 128})
    EXPECT_EQ(reference("mobilenet_v1", {side, side, 1}, 3).outputs(), 3) << side;
}

TEST(MobilenetV1, a_misspelt_option_is_refused) {
  EXPECT_NE(reference_model("mobilenet_v1 alhpa=1", {96, 96, 3}, 2)
                .error()
                .message.find("'alhpa'; did you mean 'alpha'?"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
