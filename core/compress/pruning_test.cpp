// SPDX-License-Identifier: Apache-2.0
#include "core/compress/pruning.h"

#include <gtest/gtest.h>

#include "core/compress/sensitivity.h"
#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

// By the formula of Zhu and Gupta: half way there remains 1/8 of the way.
TEST(PruningCurve, the_polynomial_rises_fast_and_ends_flat) {
  const PruningOptions o = {
      .initial_sparsity = 0.2, .final_sparsity = 0.8, .begin_step = 100, .end_step = 300};
  EXPECT_DOUBLE_EQ(sparsity_at(o, 99), 0.0);
  EXPECT_DOUBLE_EQ(sparsity_at(o, 100), 0.2);
  EXPECT_DOUBLE_EQ(sparsity_at(o, 200), 0.8 - 0.6 / 8);
  EXPECT_DOUBLE_EQ(sparsity_at(o, 300), 0.8);
  EXPECT_DOUBLE_EQ(sparsity_at(o, 9000), 0.8);
}

TEST(PruningCurve, constant_asks_for_all_at_once) {
  const PruningOptions o = {
      .curve = PruningCurve::constant, .final_sparsity = 0.8, .begin_step = 5};
  EXPECT_DOUBLE_EQ(sparsity_at(o, 4), 0.0);
  EXPECT_DOUBLE_EQ(sparsity_at(o, 5), 0.8);
}

TEST(PruneSmallest, takes_the_smallest_magnitudes_and_of_equal_ones_the_first) {
  std::vector<float> values = {0.5F, -0.1F, 0.3F, -0.3F, 0.9F};
  prune_smallest(values, 0.4);
  EXPECT_EQ(values, (std::vector<float>{0.5F, 0.0F, 0.0F, -0.3F, 0.9F}));
}

TrainJob pruning_job(const Blobs& source, WeightRule& rule) {
  TrainJob job = toy_job(source);
  job.options.ema = 0.0;
  job.rule = &rule;
  return job;
}

Model pruned_toy(const PruningOptions& options, int threads = 1) {
  const Blobs source;
  Model model = toy_model();
  PruningRule rule = PruningRule::create(model, options).value();
  ThreadPool pool(threads);
  SilentProgress silent;
  const auto report = train(model, pruning_job(source, rule), pool, silent);
  EXPECT_TRUE(report.ok()) << report.error().message;
  return model;
}

// 36 weights in the convolution, 4 * 24 * 3 = 288 in the dense layer; 75 % of each are zero.
TEST(PruningRule, a_trained_network_has_the_zeros_that_were_asked_for_and_still_answers) {
  Model model = pruned_toy({.final_sparsity = 0.75, .end_step = 40, .every = 5});
  for (const WeightKernel& k : weight_kernels(model)) {
    const auto values = model.parameters().subspan(k.first, k.count);
    EXPECT_EQ(std::count(values.begin(), values.end(), 0.0F),
              static_cast<std::ptrdiff_t>(k.count * 3 / 4))
        << k.layer;
  }
  ThreadPool pool(1);
  EXPECT_GT(accuracy_of(model, Blobs{}, pool), 0.9);
}

TEST(PruningRule, globally_the_layers_may_lose_different_shares) {
  const Model model = pruned_toy(
      {.scope = PruningScope::global, .final_sparsity = 0.75, .end_step = 40, .every = 5});
  EXPECT_NEAR(kernel_sparsity(model), 0.75, 0.5 / 324);
  const WeightKernel conv = weight_kernels(model)[0];
  const auto values = model.parameters().subspan(conv.first, conv.count);
  EXPECT_NE(std::count(values.begin(), values.end(), 0.0F), 27);
}

TEST(PruningRule, one_two_and_three_threads_give_the_same_bytes) {
  const PruningOptions options = {.final_sparsity = 0.6, .end_step = 30};
  const Bytes one = model_bytes(pruned_toy(options, 1));
  EXPECT_EQ(one, model_bytes(pruned_toy(options, 2)));
  EXPECT_EQ(one, model_bytes(pruned_toy(options, 3)));
}

// Six steps an epoch; stopped in the middle of the third and gone on with.
TEST(PruningRule, a_run_that_was_stopped_goes_on_to_the_same_bytes) {
  const Blobs source;
  const PruningOptions options = {.final_sparsity = 0.6, .end_step = 30, .every = 4};
  const Bytes whole = model_bytes(pruned_toy(options));
  const TestFile file("pruning.bin");
  ThreadPool pool(1);
  Model model = toy_model();
  PruningRule rule = PruningRule::create(model, options).value();
  TrainJob job = pruning_job(source, rule);
  job.checkpoint = file.path;
  ListeningProgress listening;
  listening.stop_after = 15;
  ASSERT_EQ(train(model, job, pool, listening).error().kind, ErrorKind::cancelled);
  Model again = toy_model();
  PruningRule fresh = PruningRule::create(again, options).value();
  job.rule = &fresh;
  SilentProgress silent;
  const auto report = train(again, job, pool, silent);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report.value().resumed_at, 2);
  EXPECT_EQ(model_bytes(again), whole);
}

TEST(PruningRule, keeping_lets_no_zero_come_back) {
  Model model = pruned_toy({.final_sparsity = 0.75, .end_step = 40});
  const std::vector<float> before(model.parameters().begin(), model.parameters().end());
  PruningRule rule = PruningRule::keeping(model);
  const Blobs source;
  TrainJob job = pruning_job(source, rule);
  job.start = TrainStart::as_given;
  ThreadPool pool(1);
  SilentProgress silent;
  ASSERT_TRUE(train(model, job, pool, silent).ok());
  bool moved = false;
  for (const WeightKernel& k : weight_kernels(model)) {
    for (std::size_t i = k.first; i < k.first + k.count; ++i) {
      EXPECT_EQ(model.parameters()[i] == 0.0F, before[i] == 0.0F) << k.layer;
      moved = moved || model.parameters()[i] != before[i];
    }
  }
  EXPECT_TRUE(moved);
}

TEST(PruningRule, what_cannot_be_is_refused_in_one_sentence) {
  const Model model = toy_model();
  const auto refusal_of = [&](const PruningOptions& o) {
    const auto rule = PruningRule::create(model, o);
    return rule.ok() ? "" : rule.error().message;
  };
  EXPECT_NE(refusal_of({.final_sparsity = 1.0}).find("goes from 0 to 1; expected"),
            std::string::npos);
  EXPECT_NE(refusal_of({.begin_step = 10, .end_step = 5}).find("from step 10 to 5"),
            std::string::npos);
  ModelSpec spec{.input = {6, 4, 1}, .layers = {parse_layer("lstm units=3").value()}};
  spec.input = {6, 1, 4};
  const Model recurrent = Model::create(spec).value();
  EXPECT_NE(PruningRule::create(recurrent, {}).error().message.find("nothing to prune"),
            std::string::npos);
}

TEST(PruningRule, an_average_of_weights_is_refused_beside_it) {
  const Blobs source;
  Model model = toy_model();
  PruningRule rule = PruningRule::create(model, {}).value();
  TrainJob job = pruning_job(source, rule);
  job.options.ema = 0.9;
  EXPECT_NE(refusal(job).find("set ema to 0"), std::string::npos);
}

TEST(Sensitivity, every_layer_is_tested_alone_and_the_network_stays_as_it_was) {
  const Blobs source;
  Model model = toy_model();
  TrainJob job = toy_job(source);
  ThreadPool pool(2);
  SilentProgress silent;
  ASSERT_TRUE(train(model, job, pool, silent).ok());
  const Bytes before = model_bytes(model);
  const auto result = pruning_sensitivity(model, source, {0.0, 0.5, 0.99}, pool, silent);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(model_bytes(model), before);
  ASSERT_EQ(result.value().rows.size(), 2U);
  EXPECT_EQ(result.value().rows[0].weights, 36U);
  EXPECT_EQ(result.value().rows[1].weights, 288U);
  for (const SensitivityRow& row : result.value().rows) {
    EXPECT_EQ(row.accuracy[0], result.value().accuracy);
    EXPECT_LT(row.accuracy[2], result.value().accuracy) << row.layer;  // three weights are left
  }
}

TEST(Sensitivity, a_level_of_one_is_refused) {
  Model model = toy_model();
  ThreadPool pool(1);
  SilentProgress silent;
  const auto result = pruning_sensitivity(model, Blobs{}, {1.0}, pool, silent);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("lose 1 of its weights"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
