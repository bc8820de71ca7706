// SPDX-License-Identifier: Apache-2.0
// One suite over all ready-made models: they build, answer, lower and learn.
#include <cmath>

#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

class EveryReferenceModel : public testing::TestWithParam<std::string> {};

// 48x40x1 is a spectrogram and a picture; a step gives a finite loss.
TEST_P(EveryReferenceModel, takes_a_step_on_a_spectrogram) {
  const std::array<int, 3> input = {48, 40, 1};
  Model model = reference(GetParam(), input, 3);
  model.reserve(2, nullptr);
  const std::vector<float> x = random_values(2 * 1920, 4);
  const bool reconstructs = model.outputs() == 1920;
  const std::vector<int> labels = {0, 2};
  const StepResult result = reconstructs ? model.step(x, Targets{.values = x}, {})
                                         : model.step(x, labels, {.dropout_seed = 3});
  EXPECT_TRUE(std::isfinite(result.loss));
  EXPECT_EQ(predict(model, x, 2).size(), static_cast<std::size_t>(2 * model.outputs()));
}

TEST_P(EveryReferenceModel, runs_on_the_device) {
  const Model model = reference(GetParam(), {48, 40, 1}, 3);
  EXPECT_TRUE(model.runs_on_device().ok());
  EXPECT_FALSE(model.lower().ops.empty());
}

TEST_P(EveryReferenceModel, a_misspelt_option_is_refused) {
  const auto made = reference_model(GetParam() + " wdith=3", {48, 40, 1}, 3);
  ASSERT_FALSE(made.ok());
  EXPECT_NE(made.error().message.find("wdith"), std::string::npos) << made.error().message;
}

std::string plain(const testing::TestParamInfo<std::string>& test) { return test.param; }
INSTANTIATE_TEST_SUITE_P(Registry, EveryReferenceModel, testing::ValuesIn(reference_model_names()),
                         plain);

TEST(ReferenceModels, a_line_is_checked_before_its_input_is_known) {
  EXPECT_TRUE(check_reference_model("mobilenet_v1 alpha=0.5").ok());
  EXPECT_FALSE(check_reference_model("mobilenet_v1 alpha=50").ok());
  EXPECT_FALSE(check_reference_model("mobilenet").ok());
}

TEST(ReferenceModels, any_input_shape_is_taken) {
  EXPECT_EQ(reference("ds_cnn", {49, 40, 1}, 3).outputs(), 3);
  EXPECT_EQ(reference("tiny_conv", {49, 10, 1}, 3).outputs(), 3);
}

TEST(ReferenceModels, an_unknown_name_is_refused_with_the_one_that_was_meant) {
  const std::string message = reference_model("ds_cmn", {49, 10, 1}, 12).error().message;
  EXPECT_EQ(message.substr(0, 61), "there is no model 'ds_cmn' (did you mean 'ds_cnn'?); ready-ma");
  EXPECT_NE(message.find("tiny_conv"), std::string::npos) << message;
}

}  // namespace
}  // namespace tadpole
