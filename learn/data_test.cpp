// SPDX-License-Identifier: Apache-2.0
// Datasets, features and the confusion matrix.
#include <cmath>
#include <numeric>

#include "learn/test_learn.h"

namespace tadpole::learn {
namespace {

struct FreeDataset {
  void operator()(learn_dataset* set) const { learn_dataset_free(set); }
};
using DatasetHandle = std::unique_ptr<learn_dataset, FreeDataset>;

Json describe(const DatasetHandle& set) {
  EXPECT_EQ(learn_dataset_describe(set.get()), 1);
  return text_json();
}

TEST(LearnDataset, pictures_lie_between_0_and_1_and_repeat_by_seed) {
  const auto values = [](const char* options) {
    const DatasetHandle set(learn_dataset_create("garments", options));
    EXPECT_NE(set, nullptr) << learn_text();
    EXPECT_EQ(learn_dataset_values(set.get(), 0), 1);
    return answered_values<float>();
  };
  const std::vector<float> x = values("per_class=2\nseed=4");
  EXPECT_EQ(*std::max_element(x.begin(), x.end()) <= 1.0F, true);
  EXPECT_GT(*std::max_element(x.begin(), x.end()), 0.5F);
  EXPECT_EQ(x, values("per_class=2\nseed=4"));
  EXPECT_NE(x, values("per_class=2\nseed=5"));
}

TEST(LearnDataset, labels_count_as_asked_and_stored_levels_are_kept) {
  const DatasetHandle set(learn_dataset_create("glyphs", "per_class=3"));
  ASSERT_NE(set, nullptr) << learn_text();
  const Json facts = describe(set);
  ASSERT_EQ(learn_dataset_labels(set.get()), 1);
  const std::vector<std::int32_t> labels = answered_values<std::int32_t>();
  EXPECT_EQ(labels.size(), 3 * facts["labels"].size());
  EXPECT_EQ(std::count(labels.begin(), labels.end(), 0), 3);
  EXPECT_EQ(facts["splits"].size(), labels.size());
  ASSERT_EQ(learn_dataset_values(set.get(), 1), 1);
  const std::vector<float> x = answered_values<float>();
  EXPECT_GT(*std::max_element(x.begin(), x.end()), 1.0F);
}

TEST(LearnDataset, every_generator_makes_something) {
  ASSERT_EQ(learn_names(), 1);
  const Json names = text_json()["datasets"];
  EXPECT_GE(names.size(), 16U);
  for (const std::string name : names) {
    const bool table = name == "line" || name == "noisy_line" || name == "sine" ||
                       name == "blobs" || name == "census" || name == "machine";
    const DatasetHandle set(learn_dataset_create(name.c_str(), table ? "rows=40" : "per_class=1"));
    ASSERT_NE(set, nullptr) << name << ": " << learn_text();
    const Json facts = describe(set);
    EXPECT_GT(facts["count"], 0) << name;
    EXPECT_EQ(facts["shape"].is_null(), !facts["shapes"].is_null()) << name;
    ASSERT_EQ(learn_dataset_values(set.get(), 0), 1) << name;
    EXPECT_GT(learn_byte_count(), 0U) << name;
  }
}

TEST(LearnDataset, a_line_has_targets_and_no_labels) {
  const DatasetHandle set(learn_dataset_create("line", ""));
  ASSERT_NE(set, nullptr) << learn_text();
  ASSERT_EQ(learn_dataset_values(set.get(), 0), 1);
  EXPECT_EQ(answered_values<float>(), kLineX);
  ASSERT_EQ(learn_dataset_targets(set.get()), 1);
  EXPECT_EQ(answered_values<float>(), kLineY);
  EXPECT_EQ(learn_dataset_labels(set.get()), 0);
  EXPECT_STREQ(learn_text(), "this dataset has no labels; take its targets");
}

TEST(LearnDataset, unknown_names_and_options_are_refused) {
  EXPECT_EQ(learn_dataset_create("garment", ""), nullptr);
  EXPECT_NE(std::string(learn_text()).find("did you mean 'garments'"), std::string::npos)
      << learn_text();
  EXPECT_EQ(learn_dataset_create("garments", "rows=3"), nullptr);
  EXPECT_EQ(learn_dataset_create("garments", "per_class"), nullptr);
  EXPECT_NE(std::string(learn_text()).find("expected name=value"), std::string::npos);
}

TEST(LearnFeatures, a_tone_of_1_kHz_is_loudest_in_its_band) {
  std::vector<std::int16_t> clip(16000);
  for (std::size_t i = 0; i < clip.size(); ++i)
    clip[i] = static_cast<std::int16_t>(8000.0 * std::sin(6.283185307 * 1000.0 * i / 16000.0));
  ASSERT_EQ(learn_features_sound(clip.data(), clip.size(), "kind=log_mel\nlow_hz=20\nhigh_hz=4000"),
            1)
      << learn_text();
  const Json shape = text_json()["shape"];
  EXPECT_EQ(shape, (Json{49, 40, 1}));  // (1000 - 30) / 20 + 1 rows
  const std::vector<float> x = answered_values<float>();
  const auto row = x.begin() + 20 * 40;
  const double band = static_cast<double>(std::max_element(row, row + 40) - row);
  const auto mel = [](double hz) { return 1127.0 * std::log(1.0 + hz / 700.0); };
  const double wanted = (mel(1000) - mel(20)) / (mel(4000) - mel(20)) * 41.0 - 1.0;
  EXPECT_NEAR(band, wanted, 1.5);
  EXPECT_EQ(learn_features_sound(clip.data(), 10, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("less than one window"), std::string::npos);
}

TEST(LearnFeatures, a_picture_becomes_the_input_of_its_size) {
  const std::vector<std::uint8_t> white(8 * 8 * 3, 255);
  ASSERT_EQ(learn_features_picture(white.data(), 8, 8, 3, "width=16\nheight=16"), 1)
      << learn_text();
  EXPECT_EQ(text_json()["shape"], (Json{16, 16, 1}));
  EXPECT_NEAR(answered_values<float>()[0], 1.0, 0.01);  // signed: -1 to 1
  EXPECT_EQ(learn_features_picture(white.data(), 8, 8, 2, ""), 0);
  EXPECT_EQ(learn_features_picture(white.data(), 8, 8, 3, "normalise=training"), 0);
}

TEST(LearnFeatures, windows_of_motion_have_mean_0_over_those_they_were_fitted_on) {
  std::vector<float> values;
  for (int i = 0; i < 4 * 100 * 3; ++i)
    values.push_back(std::sin(0.3F * static_cast<float>(i) * static_cast<float>(1 + i / 300)));
  const learn_windows windows = {values.data(), 4, 100, 3, 4};
  ASSERT_EQ(learn_features_motion(&windows, "rate_hz=100"), 1) << learn_text();
  const std::size_t width = text_json()["shape"][2];
  const std::vector<float> x = answered_values<float>();
  ASSERT_EQ(x.size(), 4 * width);
  for (std::size_t f = 0; f < width; ++f) {
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) sum += x[i * width + f];
    EXPECT_NEAR(sum, 0.0, 1e-3) << "feature " << f;
  }
  const learn_windows too_many = {values.data(), 4, 100, 3, 5};
  EXPECT_EQ(learn_features_motion(&too_many, ""), 0);
}

TEST(LearnConfusion, counts_and_scores_are_those_of_the_hand) {
  const std::vector<std::int32_t> truth = {0, 0, 1, 1, 1}, said = {0, 1, 1, 1, 0};
  ASSERT_EQ(learn_confusion(truth.data(), said.data(), 5, 2), 1);
  const Json json = text_json();
  EXPECT_EQ(json["counts"], (Json{{1, 1}, {1, 2}}));
  EXPECT_DOUBLE_EQ(json["accuracy"], 0.6);
  EXPECT_DOUBLE_EQ(json["scores"][1]["recall"], 2.0 / 3.0);
  EXPECT_EQ(learn_confusion(truth.data(), said.data(), 5, 1), 0);
  const std::vector<std::int32_t> outside = {0, 2, 0, 0, 0};
  EXPECT_EQ(learn_confusion(truth.data(), outside.data(), 5, 2), 0);
  EXPECT_NE(std::string(learn_text()).find("prediction 1 is 2"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learn
