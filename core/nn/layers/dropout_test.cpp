// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// One dense layer on constant input: the gradient of its kernel is the dropped input times one
// number, so its zeros are the dropped positions.
std::vector<float> kernel_gradient(std::uint64_t seed, double rate, int n = 1) {
  Model model = model_of({1, 1, 4096},
                         {"dropout rate=" + std::to_string(rate), "dense units=1 use_bias=false"});
  model.reserve(n, nullptr);
  const std::vector<float> x(static_cast<std::size_t>(4096 * n), 1.0F);
  model.step_mse(x, std::vector<float>(static_cast<std::size_t>(n), 1e3F), n,
                 {.dropout_seed = seed});
  return {model.gradients().begin(), model.gradients().end()};
}
int zeros(const std::vector<float>& v) {
  return static_cast<int>(std::count(v.begin(), v.end(), 0.0F));
}

// Binomial: 4096 draws at 0.25 have a deviation of 28; five of them are 139.
TEST(Dropout, the_share_of_zeros_is_the_rate) {
  EXPECT_NEAR(zeros(kernel_gradient(1, 0.25)), 1024, 139);
  EXPECT_EQ(zeros(kernel_gradient(1, 0.0)), 0);
}

TEST(Dropout, the_same_seed_drops_the_same_values_and_another_seed_others) {
  EXPECT_EQ(kernel_gradient(5, 0.5), kernel_gradient(5, 0.5));
  EXPECT_NE(kernel_gradient(5, 0.5), kernel_gradient(6, 0.5));
}

// Two samples that dropped the same quarter would leave a quarter of zeros; independent ones leave
// a sixteenth (256 of 4096).
TEST(Dropout, samples_of_a_batch_drop_different_values) {
  EXPECT_NEAR(zeros(kernel_gradient(1, 0.25, 2)), 256, 78);
}

TEST(Dropout, inference_passes_everything) {
  Model model =
      model_of({1, 1, 2}, {"dropout rate=0.9", "dense units=2 use_bias=false"}, {1, 0, 0, 1});
  EXPECT_EQ(predict(model, {5, 7}), (std::vector<float>{5, 7}));
}

TEST(Dropout, a_rate_of_one_is_refused_with_the_range) {
  EXPECT_NE(error_of({1, 1, 2}, {"dropout rate=1"}).find("0 to 0.99"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
