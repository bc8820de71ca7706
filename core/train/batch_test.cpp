// SPDX-License-Identifier: Apache-2.0
#include "core/train/batch.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

TEST(Batch, HoldsTheSameValuesForAnyNumberOfThreads) {
  const Blobs source;
  const std::vector<int> indices = {5, 3, 59, 0};
  Batch one, three;
  ThreadPool single(1), team(3);
  one.fetch(source, indices, 2, 24, single);
  three.fetch(source, indices, 2, 24, team);
  EXPECT_EQ(one.x, three.x);
  EXPECT_EQ(one.labels, (std::vector<int>{2, 0, 2, 0}));
}

TEST(Batch, MixesEverySampleWithAnotherAndSaysByHowMuch) {
  const Blobs source;
  const std::vector<int> indices = {5, 3, 59, 0};
  ThreadPool pool(1);
  Batch plain, mixed, again;
  for (Batch* batch : {&plain, &mixed, &again}) batch->fetch(source, indices, 2, 24, pool);
  mixed.mix(0.4, 24, Rng(7));
  again.mix(0.4, 24, Rng(7));
  EXPECT_EQ(mixed.x, again.x);
  EXPECT_EQ(mixed.labels, plain.labels);
  // One turn for the whole batch: find it by the labels and check every value.
  int turns_that_fit = 0;
  for (std::size_t turn = 1; turn < 4; ++turn) {
    bool fits = true;
    for (std::size_t i = 0; i < 96; ++i) {
      const std::size_t s = i / 24, other = (s + turn) % 4;
      const float expected =
          mixed.shares[s] * plain.x[i] + (1.0F - mixed.shares[s]) * plain.x[other * 24 + i % 24];
      fits = fits && std::abs(mixed.x[i] - expected) < 1e-6F &&
             mixed.other_labels[s] == plain.labels[other];
    }
    turns_that_fit += fits ? 1 : 0;
  }
  EXPECT_EQ(turns_that_fit, 1);
  for (const float share : mixed.shares) {
    EXPECT_GE(share, 0.5F);
    EXPECT_LE(share, 1.0F);
  }
  mixed.fetch(source, indices, 2, 24, pool);
  EXPECT_TRUE(mixed.shares.empty() && mixed.other_labels.empty());
  Batch alone;
  alone.fetch(source, std::vector<int>{5}, 2, 24, pool);
  const std::vector<float> before = alone.x;
  alone.mix(0.4, 24, Rng(7));
  for (std::size_t i = 0; i < 24; ++i) EXPECT_NEAR(alone.x[i], before[i], 1e-6F);
}

// y = (index, epoch) beside the picture; no labels.
class Numbers final : public BatchSource {
 public:
  int size() const override { return 6; }
  int classes() const override { return 0; }
  int targets() const override { return 2; }
  int fetch(int index, std::int64_t, std::span<float> x) const override {
    std::fill(x.begin(), x.end(), static_cast<float>(index));
    return 0;
  }
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override {
    y[0] = static_cast<float>(index), y[1] = static_cast<float>(epoch);
  }
};

TEST(Batch, HoldsDenseTargetsBesideTheirSamples) {
  const Numbers source;
  Batch batch;
  ThreadPool pool(2);
  batch.fetch(source, std::vector<int>{4, 1}, 7, 3, pool);
  EXPECT_EQ(batch.values, (std::vector<float>{4, 7, 1, 7}));
  EXPECT_TRUE(batch.labels.empty());
  EXPECT_EQ(batch.targets(source).values.data(), batch.values.data());
  batch.mix(0.4, 3, Rng(1));
  EXPECT_FLOAT_EQ(batch.values[0], batch.x[0]);  // both are the same sum of 4 and 1
  EXPECT_FLOAT_EQ(batch.values[1], 7.0F);
  EXPECT_TRUE(batch.shares.empty());
}

TEST(Batch, FindsAValueThatIsNoNumber) {
  Blobs source;
  source.broken_sample = 3;
  Batch batch;
  ThreadPool pool(1);
  batch.fetch(source, std::vector<int>{1, 2}, 0, 24, pool);
  EXPECT_TRUE(batch.all_numbers());
  batch.fetch(source, std::vector<int>{1, 3}, 0, 24, pool);
  EXPECT_FALSE(batch.all_numbers());
}

TEST(Batch, PlainBatchesShowEverySampleOnce) {
  Blobs source;
  source.count = 130;  // 64 + 64 + 2
  ThreadPool pool(2);
  std::vector<std::size_t> sizes;
  each_plain_batch(source, 24, pool,
                   [&](const Batch& batch) { sizes.push_back(batch.labels.size()); });
  EXPECT_EQ(sizes, (std::vector<std::size_t>{64, 64, 2}));
}

// By hand: of 12 samples 1 is of class 0 and 11 of class 1, none of class 2: 12 / (1 * 2) and 12 /
// (11 * 2).
TEST(Batch, BalancedWeightsHaveMeanOneOverTheSamples) {
  Blobs source;
  source.count = 12, source.rare_every = 12;
  ThreadPool pool(1);
  const std::vector<float> weights = balanced_weights(source, 24, pool);
  EXPECT_FLOAT_EQ(weights[0], 6.0F);
  EXPECT_FLOAT_EQ(weights[1], 12.0F / 22.0F);
  EXPECT_FLOAT_EQ(weights[2], 0.0F);
}

}  // namespace
}  // namespace tadpole
