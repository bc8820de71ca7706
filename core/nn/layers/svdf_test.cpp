// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

// Two filters over two features, a memory of two, one unit. Filter 0 sees feature 0, filter 1
// feature 1. By hand: answers 1*10 + 2*0.5 + 7; then 1*1 + 3*10 + 2*0 + 4*0.5 + 7.
TEST(Svdf, filters_weigh_features_then_frames_and_a_unit_is_their_sum) {
  const std::vector<float> parameters = {1, 0, 0, 1, /*time*/ 1, 10, 0, 0.5F, /*bias*/ 7};
  Model every = model_of({2, 2, 1}, {"svdf units=1 memory=2 returns=all"}, parameters);
  EXPECT_EQ(predict(every, {1, 2, 3, 4}), (std::vector<float>{18, 40}));
  Model last = model_of({2, 2, 1}, {"svdf units=1 memory=2"}, parameters);
  EXPECT_EQ(predict(last, {1, 2, 3, 4}), (std::vector<float>{40}));
}

TEST(Svdf, without_a_number_it_remembers_all_frames) {
  const Model model = model_of({5, 2, 1}, {"svdf units=3 rank=1"});
  EXPECT_EQ(model.parameters().size(), 3U * 2 + 3 * 5 + 3);
}

TEST(Svdf, for_a_stream_it_lowers_to_the_operator_that_remembers) {
  const Graph graph =
      model_of({4, 2, 1}, {"svdf units=3 memory=2 returns=all", "relu", "svdf units=2", "softmax"})
          .lower_to_stream()
          .value();
  ASSERT_EQ(graph.ops.size(), 3U);
  EXPECT_EQ(graph.ops[0].builtin, builtin::kSvdf);
  EXPECT_EQ(graph.ops[0].options.activation, Activation::relu);
  EXPECT_EQ(graph.tensors[0].shape, (std::vector<int>{1, 2}));
  const GraphTensor& state = graph.tensors[static_cast<std::size_t>(graph.ops[1].inputs[4])];
  EXPECT_TRUE(state.is_variable);
  EXPECT_EQ(state.shape, (std::vector<int>{1, 2 * 2 * 4}));
}

TEST(Svdf, a_model_that_needs_the_whole_clip_is_not_lowered_to_a_stream) {
  const Result<Graph> flattened =
      model_of({4, 2, 1}, {"svdf units=3 returns=all", "flatten", "dense units=2"})
          .lower_to_stream();
  ASSERT_FALSE(flattened.ok());
  EXPECT_EQ(flattened.error().message,
            "layer 'dense_3' takes 1x1x12 at once, so the model cannot run frame by frame; only "
            "svdf and activations may stand before the last svdf");
  EXPECT_EQ(check_runs_as_stream(
                spec_of({4, 2, 1}, {"svdf units=3 returns=all", "flatten", "dense units=2"}))
                .error()
                .message,
            flattened.error().message);
  EXPECT_TRUE(check_runs_as_stream(spec_of({4, 2, 1}, {"svdf units=3", "dense units=2"})).ok());
  const Result<Graph> forgetful = model_of({1, 1, 2}, {"dense units=2"}).lower_to_stream();
  ASSERT_FALSE(forgetful.ok());
  EXPECT_NE(forgetful.error().message.find("use svdf layers"), std::string::npos);
}

TEST(Svdf, a_memory_longer_than_the_clip_is_refused_with_both) {
  EXPECT_EQ(
      error_of({4, 2, 1}, {"svdf units=3 memory=5"}),
      "layer 1 (svdf memory=5 units=3): input is 4x2x1, 4 frames, memory=5 would reach before "
      "the first; take at most as many as there are frames");
}

TEST(Svdf, missing_units_are_said) {
  EXPECT_EQ(error_of({4, 2, 1}, {"svdf"}),
            "layer 1 (svdf): units is missing; say how many, e.g. units=64");
}

}  // namespace
}  // namespace tadpole
