// SPDX-License-Identifier: Apache-2.0
// Activations of inner layers, other inputs than the layer before, what the device cannot do.
#include <algorithm>
#include <cmath>

#include "core/base/thread_pool.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

std::vector<LayerOutput> taps(Model& model, const std::vector<float>& x, int n,
                              const std::vector<std::string>& names) {
  return model.activations(x, n, names).value();
}

// By hand: 2x, then its relu, then 10 times that.
TEST(Activations, show_what_each_named_layer_gives) {
  Model model = model_of({1, 1, 1},
                         {"dense units=1 use_bias=false name=a", "dropout rate=0.5 name=b",
                          "relu name=c", "dense units=1 use_bias=false name=d"},
                         {2, 10});
  const auto out = taps(model, {-3, 4}, 2, {"d", "a", "b", "c"});
  EXPECT_EQ(out[0].values, (std::vector<float>{0, 80}));
  EXPECT_EQ(out[1].values, (std::vector<float>{-6, 8}));
  EXPECT_EQ(out[2].values, (std::vector<float>{-6, 8}));
  EXPECT_EQ(out[3].values, (std::vector<float>{0, 8}));
  EXPECT_EQ(out[1].layer, "a");
}

TEST(Activations, a_norm_and_an_activation_that_melt_into_a_layer_show_in_it) {
  Model model =
      model_of({3, 3, 2}, {"conv2d filters=4 kernel=3x3 use_bias=false name=conv", "batch_norm",
                           "relu name=act", "flatten name=flat", "dense units=2"});
  const std::vector<float> x = random_values(18, 1);
  const auto out = taps(model, x, 1, {"conv", "act", "flat"});
  EXPECT_EQ(out[0].values, out[1].values);
  EXPECT_EQ(out[0].shape, (std::array<int, 3>{3, 3, 4}));
  EXPECT_EQ(out[2].shape, (std::array<int, 3>{1, 1, 36}));
  EXPECT_EQ(out[2].values, out[1].values);
  EXPECT_TRUE(
      std::all_of(out[0].values.begin(), out[0].values.end(), [](float v) { return v >= 0; }));
}

// The tensor between two 3x3 convolutions carries a frame of zeros; its picture must not.
TEST(Activations, are_the_same_bytes_alone_in_a_batch_and_on_more_threads) {
  ThreadPool pool(3);
  Model model = model_of({9, 8, 1}, {"conv2d filters=3 name=a", "relu", "conv2d filters=2 name=b",
                                     "global_average_pool", "dense units=2 name=c"});
  const std::vector<float> x = random_values(72 * 40, 5);
  const auto alone = taps(model, {x.begin() + 72 * 39, x.end()}, 1, {"a", "b"});
  model.reserve(4, &pool);
  const auto all = taps(model, x, 40, {"a", "b", "c"});
  for (std::size_t t = 0; t < 2; ++t) {
    EXPECT_TRUE(
        std::equal(alone[t].values.rbegin(), alone[t].values.rend(), all[t].values.rbegin()));
  }
  EXPECT_EQ(all[2].values, predict(model, x, 40));
}

TEST(Activations, an_unknown_layer_is_refused_with_those_there_are) {
  Model model = model_of({1, 1, 1}, {"dense units=1 name=first"});
  const std::vector<std::string> names = {"frist"};
  EXPECT_EQ(model.activations(std::vector<float>{1}, 1, names).error().message,
            "no layer is named 'frist' (did you mean 'first'?); layers: first");
}

// By hand: a = 2x, b = 3a, c reads a: 5a, and b is added to it.
TEST(Input, a_layer_can_read_an_earlier_one) {
  const std::vector<std::string> lines = {"dense units=1 use_bias=false name=a",
                                          "dense units=1 use_bias=false name=b",
                                          "dense units=1 use_bias=false input=a", "add from=b"};
  Model model = model_of({1, 1, 1}, lines, {2, 3, 5});
  EXPECT_EQ(predict(model, {10}), (std::vector<float>{(3 + 5) * 2 * 10}));
  model.reserve(1, nullptr);
  model.step_mse(std::vector<float>{10}, std::vector<float>{159.5F}, 1, {});  // slope 1
  EXPECT_FLOAT_EQ(model.gradients()[0], 8 * 10);
  EXPECT_FLOAT_EQ(model.gradients()[1], 2 * 10);
  EXPECT_FLOAT_EQ(model.gradients()[2], 2 * 10);
}

// A projection shortcut as in residual networks, across batch norms, halos and strides; without the
// kinks of rectifiers. With them PyTorch checks it: goldens/net_projected.
TEST(Input, gradients_of_a_projected_shortcut_match_numerical_differences) {
  Model model = model_of({6, 5, 2}, {"conv2d filters=3 kernel=3x3", "batch_norm name=in",
                                     "conv2d filters=4 kernel=3x3 stride=2x2", "batch_norm",
                                     "conv2d filters=4 kernel=3x3", "batch_norm name=way",
                                     "conv2d filters=4 kernel=1x1 stride=2x2 input=in",
                                     "add from=way", "flatten", "dense units=2"});
  model.reserve(5, nullptr);
  const std::vector<float> x = random_values(300, 1), target = random_values(10, 2);
  model.step_mse(x, target, 5, {});
  const std::vector<float> gradient(model.gradients().begin(), model.gradients().end());
  double largest = 0;
  for (const float g : gradient) largest = std::max(largest, std::fabs(static_cast<double>(g)));
  int off = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const float w = model.parameters()[i], h = 0.001F;
    model.parameters()[i] = w + h;
    const double above = model.step_mse(x, target, 5, {}).loss;
    model.parameters()[i] = w - h;
    const double below = model.step_mse(x, target, 5, {}).loss;
    model.parameters()[i] = w;
    if (std::fabs((above - below) / 0.002 - static_cast<double>(gradient[i])) > 3e-3 * largest)
      ++off;
  }
  EXPECT_EQ(off, 0);
}

TEST(Input, the_lowered_graph_reads_the_earlier_tensor) {
  const Graph graph = model_of({6, 5, 2}, {"conv2d filters=3 name=a", "conv2d filters=4 name=b",
                                           "conv2d filters=4 input=a", "add from=b"})
                          .lower();
  ASSERT_EQ(graph.ops.size(), 4U);
  EXPECT_EQ(graph.ops[2].inputs[0], graph.ops[0].outputs[0]);
}

TEST(Input, an_unknown_name_is_refused) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=1 name=first", "dense units=1 input=frist"}),
            "layer 2 (dense input=frist units=1): no earlier layer is named 'frist' (did you mean "
            "'first'?); earlier layers: first");
}

TEST(RunsOnDevice, what_every_operator_covers_does) {
  EXPECT_TRUE(check_runs_on_device(spec_of({1, 1, 4}, {"dense units=2", "softmax"})).ok());
  EXPECT_EQ(check_runs_on_device(spec_of({1, 1, 4}, {"dense"})).error().message,
            "layer 1 (dense): units is missing; say how many, e.g. units=4");
}

}  // namespace
}  // namespace tadpole
