// SPDX-License-Identifier: Apache-2.0
#include "core/train/batch.h"

#include <gtest/gtest.h>

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
