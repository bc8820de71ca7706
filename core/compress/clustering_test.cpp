// SPDX-License-Identifier: Apache-2.0
#include "core/compress/clustering.h"

#include <gtest/gtest.h>

#include <set>

#include "core/compress/pruning.h"
#include "core/compress/rule_chain.h"
#include "core/compress/sensitivity.h"
#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

// By hand: two heaps around 0.1 and 0.9.
TEST(ClusterValues, two_heaps_become_two_clusters_whatever_the_start) {
  const std::vector<float> values = {0.1F, 0.12F, 0.9F, 0.08F, 0.88F};
  for (const ClusterStart start : {ClusterStart::linear, ClusterStart::kmeans_plus_plus}) {
    const auto clusters = cluster_values(
        values, {.clusters = 2, .start = start, .zeros = ClusterZeros::treat_as_others});
    EXPECT_EQ(clusters, (std::vector<int>{0, 0, 1, 0, 1}));
  }
}

TEST(ClusterValues, zeros_that_are_kept_are_a_cluster_of_their_own_and_count_as_one) {
  const std::vector<float> values = {0.0F, 0.01F, -0.5F, 0.0F, 0.5F, 0.49F};
  const auto clusters = cluster_values(values, {.clusters = 3});
  EXPECT_EQ(clusters, (std::vector<int>{0, 2, 1, 0, 2, 2}));  // means -0.5 and 0.33
}

TEST(ClusterValues, few_different_values_are_clustered_by_themselves) {
  const std::vector<float> values = {3.0F, 1.0F, 3.0F, 2.0F};
  EXPECT_EQ(cluster_values(values, {.clusters = 16}), (std::vector<int>{3, 1, 3, 2}));
  EXPECT_EQ(distinct_values(values), 3);
}

Model clustered_toy(const ClusteringOptions& options, int threads = 1, double sparsity = 0.0) {
  const Blobs source;
  Model model = toy_model();
  model.initialize(3);
  RuleChain rules;
  if (sparsity > 0.0) {
    for (const WeightKernel& k : weight_kernels(model))
      prune_smallest(model.parameters().subspan(k.first, k.count), sparsity);
    rules.add(std::make_unique<PruningRule>(PruningRule::keeping(model)));
  }
  rules.add(std::make_unique<ClusteringRule>(ClusteringRule::create(model, options).value()));
  TrainJob job = toy_job(source);
  job.options.ema = 0.0;
  job.rule = &rules;
  job.start = TrainStart::as_given;
  ThreadPool pool(threads);
  SilentProgress silent;
  const auto report = train(model, job, pool, silent);
  EXPECT_TRUE(report.ok()) << report.error().message;
  return model;
}

TEST(ClusteringRule, a_trained_network_has_at_most_k_different_weights_in_a_kernel_and_answers) {
  Model model = clustered_toy({.clusters = 8});
  for (const WeightKernel& k : weight_kernels(model))
    EXPECT_LE(distinct_values(model.parameters().subspan(k.first, k.count)), 8) << k.layer;
  ThreadPool pool(1);
  EXPECT_GT(accuracy_of(model, Blobs{}, pool), 0.9);
}

TEST(ClusteringRule, on_a_pruned_network_zeros_stay_and_are_one_of_the_clusters) {
  Model model = clustered_toy({.clusters = 8}, 1, 0.5);
  for (const WeightKernel& k : weight_kernels(model)) {
    const auto values = model.parameters().subspan(k.first, k.count);
    EXPECT_LE(distinct_values(values), 8) << k.layer;
    EXPECT_EQ(std::count(values.begin(), values.end(), 0.0F),
              static_cast<std::ptrdiff_t>(k.count / 2));
  }
}

TEST(ClusteringRule, one_two_and_three_threads_give_the_same_bytes) {
  const ClusteringOptions options = {.clusters = 6, .start = ClusterStart::kmeans_plus_plus};
  const Bytes one = model_bytes(clustered_toy(options, 1));
  EXPECT_EQ(one, model_bytes(clustered_toy(options, 2)));
  EXPECT_EQ(one, model_bytes(clustered_toy(options, 3)));
}

// By hand: the gradient of a centroid is the sum of its members'; that of zero stays zero.
TEST(ClusteringRule, members_share_the_sum_of_their_gradients) {
  ModelSpec spec{.input = {1, 1, 4}, .layers = {parse_layer("dense units=1").value()}};
  const Model model = Model::create(spec).value();
  ClusteringRule rule = ClusteringRule::create(model, {.clusters = 3}).value();
  std::vector<float> trained = {0.0F, 1.0F, -2.0F, 1.0F, 5.0F}, used = trained;
  rule.apply(0, {trained, used, {}});
  std::vector<float> gradients = {9.0F, 1.0F, 2.0F, 3.0F, 7.0F};
  rule.pull_back(gradients);
  EXPECT_EQ(gradients, (std::vector<float>{0.0F, 4.0F, 2.0F, 4.0F, 7.0F}));  // the bias: its own
  trained = {0.5F, 1.0F, -2.0F, 2.0F, 5.0F};
  rule.hold(trained);
  EXPECT_EQ(trained, (std::vector<float>{0.0F, 1.5F, -2.0F, 1.5F, 5.0F}));
}

TEST(ClusteringRule, one_cluster_is_refused) {
  const auto rule = ClusteringRule::create(toy_model(), {.clusters = 1});
  ASSERT_FALSE(rule.ok());
  EXPECT_NE(rule.error().message.find("1 clusters; expected 2 to 256"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
