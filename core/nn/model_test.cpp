// SPDX-License-Identifier: Apache-2.0
#include "core/nn/model.h"

#include <cstdlib>

#include "core/base/thread_pool.h"
#include "core/nn/test_golden.h"
#include "core/nn/test_reference.h"
#include "core/tensor/kernels.h"

namespace tadpole {
namespace {

struct Stepped {
  StepResult result;
  std::vector<float> gradients, prediction;
};
Stepped step_once(const std::string& name, std::array<int, 3> input, int n, ThreadPool* pool) {
  Model model = reference(name, input, 4);
  model.reserve(n, pool);
  const std::vector<float> x = random_values(static_cast<std::size_t>(n) * input_values(model), 5);
  Stepped s;
  s.result = model.step(x, labels_for(model, n), {.dropout_seed = 17});
  s.gradients.assign(model.gradients().begin(), model.gradients().end());
  s.prediction = predict(model, x, n);
  return s;
}

TEST(Model, the_number_of_threads_changes_no_byte) {
  for (const char* name : {"tiny_conv", "ds_cnn"}) {
    const Stepped one = step_once(name, {49, 10, 1}, 13, nullptr);
    for (const int threads : {1, 2, 3}) {
      ThreadPool pool(threads);
      const Stepped many = step_once(name, {49, 10, 1}, 13, &pool);
      EXPECT_EQ(many.gradients, one.gradients) << name << threads;
      EXPECT_EQ(many.prediction, one.prediction) << name << threads;
      EXPECT_EQ(many.result.loss, one.result.loss) << name << threads;
    }
  }
}

// Only the order of sums differs; batch norm's division makes it visible to some 1e-5.
TEST(Model, all_simd_levels_agree) {
  for (const char* name : {"tiny_conv", "ds_cnn"}) {
    setenv("TADPOLE_SIMD", "scalar", 1);
    const Stepped plain = step_once(name, {49, 10, 1}, 9, nullptr);
    for (const auto& [level, text] :
         {std::pair{SimdLevel::avx2, "avx2"}, std::pair{SimdLevel::avx512, "avx512"}}) {
      if (!simd_available(level)) continue;
      setenv("TADPOLE_SIMD", text, 1);
      const Stepped fast = step_once(name, {49, 10, 1}, 9, nullptr);
      EXPECT_LT(relative_error(fast.gradients, plain.gradients), 2e-4) << name << text;
      EXPECT_LT(relative_error(fast.prediction, plain.prediction), 2e-5) << name << text;
    }
    unsetenv("TADPOLE_SIMD");
  }
}

TEST(Model, a_sample_is_predicted_the_same_alone_and_in_a_batch) {
  Model model = reference("ds_cnn", {49, 10, 1}, 12);
  const std::vector<float> x = random_values(490 * 9, 8);
  const std::vector<float> together = predict(model, x, 9);
  for (std::size_t i = 0; i < 9; ++i) {
    const std::vector<float> alone =
        predict(model, {x.begin() + static_cast<std::ptrdiff_t>(490 * i),
                        x.begin() + static_cast<std::ptrdiff_t>(490 * (i + 1))});
    EXPECT_TRUE(std::equal(alone.begin(), alone.end(),
                           together.begin() + static_cast<std::ptrdiff_t>(12 * i)));
  }
}

// A smaller batch after a larger one must not see what the larger one left behind.
TEST(Model, a_smaller_batch_reuses_the_memory_without_a_trace) {
  Model used = reference("ds_cnn", {49, 10, 1}, 4);
  used.reserve(16, nullptr);
  used.step(random_values(490 * 16, 1), labels_for(used, 16), {});
  used.initialize(3);
  Model fresh = reference("ds_cnn", {49, 10, 1}, 4);
  fresh.reserve(16, nullptr);
  const std::vector<float> x = random_values(490 * 5, 2);
  used.step(x, labels_for(used, 5), {});
  fresh.step(x, labels_for(fresh, 5), {});
  EXPECT_TRUE(
      std::equal(used.gradients().begin(), used.gradients().end(), fresh.gradients().begin()));
}

TEST(Model, thirty_steps_of_gradient_descent_lower_the_loss) {
  Model model = reference("tiny_conv", {49, 10, 1}, 4);
  model.reserve(16, nullptr);
  std::vector<float> x = random_values(490 * 16, 1);
  const std::vector<int> labels = labels_for(model, 16);
  for (std::size_t s = 0; s < 16; ++s) {  // a quarter of each picture tells the class
    const std::size_t at = s * 490 + static_cast<std::size_t>(labels[s]) * 120;
    for (std::size_t i = 0; i < 120; ++i) x[at + i] += 3.0F;
  }
  const double before = model.step(x, labels, {.dropout_seed = 1}).loss;
  for (std::uint64_t i = 0; i < 30; ++i) {
    for (std::size_t p = 0; p < model.parameters().size(); ++p)
      model.parameters()[p] -= 0.01F * model.gradients()[p];
    model.step(x, labels, {.dropout_seed = i});
  }
  EXPECT_LT(model.step(x, labels, {.dropout_seed = 1}).loss, 0.5 * before);
}

// Kernels decay, biases and batch norm do not: 10*4*64 + 4*(576 + 4096) + 64*12.
TEST(Model, weight_decay_applies_to_kernels_only) {
  const Model model = reference("ds_cnn", {49, 10, 1}, 12);
  double sum = 0;
  for (const float m : model.decay_mask()) sum += static_cast<double>(m);
  EXPECT_EQ(sum, 2560 + 4 * (576 + 4096) + 768);
}

TEST(Model, the_same_seed_gives_the_same_parameters_and_another_seed_others) {
  Model a = reference("tiny_conv", {49, 10, 1}, 4), b = reference("tiny_conv", {49, 10, 1}, 4);
  EXPECT_TRUE(std::equal(a.parameters().begin(), a.parameters().end(), b.parameters().begin()));
  b.initialize(4);
  EXPECT_FALSE(std::equal(a.parameters().begin(), a.parameters().end(), b.parameters().begin()));
}

TEST(Model, an_unknown_layer_is_refused_with_the_one_that_was_meant) {
  EXPECT_EQ(error_of({1, 1, 3}, {"dens units=2"})
                .find("layer 1 (dens units=2): there is no layer 'dens' (did you mean "
                      "'dense'?); known layers: add, average_pool"),
            0U);
}

TEST(Model, a_name_given_twice_is_refused) {
  EXPECT_EQ(
      error_of({1, 1, 3}, {"dense units=2 name=a", "dense units=2 name=a"}),
      "layer 2 (dense name=a units=2): the name 'a' is taken by an earlier layer; choose another");
}

TEST(Model, a_model_that_learns_nothing_is_refused) {
  EXPECT_EQ(error_of({1, 1, 3}, {"relu"}),
            "the model has no layer that learns; add one, e.g. 'dense units=4'");
  EXPECT_EQ(error_of({1, 1, 3}, {"flatten"}),
            "the model has no layer that computes; add one, e.g. 'dense units=4'");
}

TEST(Model, an_input_without_pixels_is_refused) {
  EXPECT_EQ(error_of({0, 1, 3}, {"dense units=2"}),
            "the model's input is 0x1x3; each side must be 1 to 65536");
}

TEST(Model, an_output_that_no_memory_holds_is_refused) {
  EXPECT_NE(error_of({600, 600, 1}, {"conv2d filters=60000"})
                .find("output is 600x600x60000, more than 2^28 values"),
            std::string::npos);
}

TEST(Model, an_input_that_no_memory_holds_is_refused) {
  EXPECT_EQ(error_of({60000, 60000, 1}, {"flatten", "dense units=2"}),
            "the model's input is 60000x60000x1, more than 2^28 values; take smaller features");
}

TEST(Model, layers_that_together_hold_too_much_are_refused) {
  const std::string wide = "dense units=16000";  // 16000 * 16000 values are just below 2^28
  EXPECT_EQ(error_of({1, 1, 16000}, {wide, wide}),
            "layer 2 (dense units=16000): with it the model holds more than 2^28 trained values; "
            "take fewer or smaller layers");
}

TEST(LayerText, a_line_and_its_parts) {
  const LayerSpec spec = parse_layer("  conv2d  kernel=10x4 filters=8 ").value();
  EXPECT_EQ(spec.kind, "conv2d");
  EXPECT_EQ(layer_text(spec), "conv2d filters=8 kernel=10x4");
}

TEST(LayerText, what_is_no_layer_is_refused) {
  EXPECT_EQ(parse_layer(" ").error().message,
            "an empty line is no layer; write its kind, e.g. 'dense units=4'");
  EXPECT_EQ(parse_layer("dense units").error().message,
            "'dense units': found 'units', expected option=value, e.g. filters=8");
  EXPECT_EQ(parse_layer("a=1").error().message,
            "'a=1': found 'a=1' where the kind of layer is expected; write it first, e.g. 'dense "
            "units=4'");
  EXPECT_EQ(parse_layer("dense a=1 a=2").error().message,
            "'dense a=1 a=2': 'a' is given twice; keep one");
}

TEST(Lowering, ds_cnn_becomes_thirteen_operators_with_folded_batch_norm) {
  const Graph graph = reference("ds_cnn", {49, 10, 1}, 12).lower();
  std::vector<int> codes;
  for (const GraphOp& op : graph.ops) codes.push_back(op.builtin);
  // conv, 4 x (depthwise, conv), average pool, reshape, dense, softmax
  EXPECT_EQ(codes, (std::vector<int>{3, 4, 3, 4, 3, 4, 3, 4, 3, 1, 22, 9, 25}));
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.outputs[0])].shape,
            (std::vector<int>{1, 12}));
  EXPECT_EQ(graph.ops[0].options.activation, Activation::relu);
}

TEST(Summary, one_line_per_layer_and_the_sums) {
  const std::string text = reference("tiny_conv", {49, 40, 1}, 4).summary();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 9);  // head, input, six layers, sum
  EXPECT_NE(text.find("16652"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
