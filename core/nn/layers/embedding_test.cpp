// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Embedding, every_word_gets_its_vector) {
  Model model = model_of({3, 1, 1}, {"embedding entries=3 units=2"}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(predict(model, {2, 0, 2}), (std::vector<float>{5, 6, 1, 2, 5, 6}));
  Model flat = model_of({1, 1, 3}, {"embedding entries=3 units=2"}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(predict(flat, {2, 0, 2}), predict(model, {2, 0, 2}));
}

// By hand: the loss is the mean of four squares; the word 1 stands twice, the word 0 never.
TEST(Embedding, a_word_that_stands_twice_sums_its_gradients) {
  Model model = model_of({2, 1, 1}, {"embedding entries=2 units=2"}, {9, 9, 1, 2});
  model.reserve(1, nullptr);
  model.step_mse(std::vector<float>{1, 1}, std::vector<float>{0, 0, 0, 1}, 1, {});
  EXPECT_EQ(std::vector<float>(model.gradients().begin(), model.gradients().end()),
            (std::vector<float>{0, 0, 0.5F + 0.5F, 1.0F + 0.5F}));
}

TEST(Embedding, a_number_that_names_no_word_is_refused_and_read_as_zeros) {
  Model model = model_of({2, 1, 1}, {"embedding entries=2 units=1"}, {8, 9});
  EXPECT_TRUE(model.check_input(std::vector<float>{0, 1}).ok());
  EXPECT_EQ(model.check_input(std::vector<float>{0, 2}).error().message,
            "layer 1 (embedding entries=2 units=1): found the word number 2, the embedding holds 0 "
            "to 1; raise entries or mend the data");
  for (const float bad : {-1.0F, 0.5F, 1e30F, std::nanf("")})
    EXPECT_FALSE(model.check_input(std::vector<float>{bad, 0}).ok()) << bad;
  EXPECT_EQ(predict(model, {5, 1}), (std::vector<float>{0, 9}));
}

TEST(Embedding, behind_another_layer_or_on_a_picture_it_is_refused) {
  EXPECT_EQ(error_of({1, 1, 4}, {"dense units=4", "embedding entries=3 units=2"}),
            "layer 2 (embedding entries=3 units=2): it reads word numbers, which only the model's "
            "input holds; make it the first layer");
  EXPECT_EQ(error_of({4, 3, 1}, {"embedding entries=3 units=2"}),
            "layer 1 (embedding entries=3 units=2): input is 4x3x1, expected one word number per "
            "step of time: Tx1x1 or 1x1xT");
}

TEST(Embedding, the_device_is_refused) {
  EXPECT_NE(check_runs_on_device(spec_of({4, 1, 1}, {"embedding entries=3 units=2"}))
                .error()
                .message.find("layer 1 (embedding entries=3 units=2): the device has no operator"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
