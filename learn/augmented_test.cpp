// SPDX-License-Identifier: Apache-2.0
#include "learn/test_learn.h"

namespace tadpole::learn {
namespace {

// Four pictures of 4x4, dark left or bright left.
const std::vector<std::int32_t> kSides = {0, 1, 0, 1};
std::vector<float> halves() {
  std::vector<float> x;
  for (const int side : kSides)
    for (int i = 0; i < 16; ++i) x.push_back((i % 4 < 2) == (side == 1) ? 1.0F : 0.0F);
  return x;
}

std::vector<float> augmented(const std::string& options) {
  const std::vector<float> x = halves();
  EXPECT_EQ(learn_pictures_augment(x.data(), x.size(), 4, 4, 1, options.c_str()), 1)
      << learn_text();
  return answered_values<float>();
}

TEST(LearnAugment, nothing_asked_nothing_changed) { EXPECT_EQ(augmented(""), halves()); }

TEST(LearnAugment, the_seed_decides) {
  EXPECT_EQ(augmented("shift_percent=25\nseed=3"), augmented("shift_percent=25\nseed=3"));
  EXPECT_NE(augmented("shift_percent=25\nseed=3"), augmented("shift_percent=25\nseed=4"));
}

TEST(LearnAugment, what_is_no_picture_is_refused) {
  std::vector<float> x = halves();
  EXPECT_EQ(learn_pictures_augment(x.data(), 15, 4, 4, 1, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("no whole number of pictures"), std::string::npos);
  x[5] = 17;
  EXPECT_EQ(learn_pictures_augment(x.data(), x.size(), 4, 4, 1, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("value 5 is outside 0 to 1"), std::string::npos);
  EXPECT_EQ(learn_pictures_augment(x.data(), x.size(), 4, 4, 1, "shove=3"), 0);
  EXPECT_NE(std::string(learn_text()).find("shove"), std::string::npos);
}

std::vector<float> trained(const std::string& options) {
  const ModelHandle model = make_model("flatten\ndense units=2\nsoftmax", 4, 4, 1);
  const std::vector<float> x = halves();
  const learn_data data = with_labels(x, kSides);
  EXPECT_EQ(learn_model_fit(model.get(), &data, nullptr, ("epochs=3\n" + options).c_str(), nullptr,
                            nullptr, nullptr),
            1)
      << learn_text();
  return parameters_of(model);
}

TEST(LearnAugment, training_sees_changed_pictures_and_repeats_exactly) {
  EXPECT_EQ(trained("augment_shift_percent=25"), trained("augment_shift_percent=25"));
  EXPECT_NE(trained("augment_shift_percent=25"), trained(""));
  EXPECT_EQ(trained("augment_shift_percent=0"), trained(""));
}

TEST(LearnAugment, training_refuses_an_unknown_change) {
  const ModelHandle model = make_model("flatten\ndense units=2\nsoftmax", 4, 4, 1);
  const std::vector<float> x = halves();
  const learn_data data = with_labels(x, kSides);
  EXPECT_EQ(
      learn_model_fit(model.get(), &data, nullptr, "augment_shove=1", nullptr, nullptr, nullptr),
      0);
  EXPECT_NE(std::string(learn_text()).find("shove"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learn
