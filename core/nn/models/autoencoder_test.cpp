// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 640*128+128, 3*(128*128+128), 128*8+8, 8*128+128, 3*(128*128+128), 128*640+640, and nine
// batch norms with 2*(8*128+8); with as many running averages the 269,992 of MLPerf Tiny.
TEST(Autoencoder, has_the_parameters_of_mlperf_tiny) {
  const Model model = reference("autoencoder", {1, 1, 640}, 0);
  EXPECT_EQ(model.parameters().size(), 265864U + 2064);
  EXPECT_EQ(model.parameters().size() + model.state().size(), 269992U);
  EXPECT_EQ(model.outputs(), 640);
}

// Ten FULLY_CONNECTED with their rectifiers, as in ad_autoencoder_float.tflite.
TEST(Autoencoder, becomes_ten_operators) {
  EXPECT_EQ(reference("autoencoder", {1, 1, 640}, 0).lower().ops.size(), 10U);
}

TEST(Autoencoder, gives_back_as_many_values_as_it_takes) {
  const Model model =
      reference("autoencoder units=16 depth=1 code=3 batch_norm=false", {7, 5, 2}, 0);
  EXPECT_EQ(model.outputs(), 70);
  EXPECT_EQ(model.parameters().size(), 70U * 16 + 16 + 16 * 3 + 3 + 3 * 16 + 16 + 16 * 70 + 70);
}

}  // namespace
}  // namespace tadpole
