// SPDX-License-Identifier: Apache-2.0
// Samples of a BatchSource side by side, fetched by all threads.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/train/batch_source.h"

namespace tadpole {

struct Batch {
  std::vector<float> x;  // [labels][values of one sample]
  std::vector<int> labels;

  // Augmentation costs as much as a training step, so every thread of the pool fetches. Nothing is
  // fetched ahead by a thread of its own: the step uses all cores, so nothing would be won. sample:
  // values of one.
  void fetch(const BatchSource& source, std::span<const int> indices, std::int64_t epoch,
             std::size_t sample, ThreadPool& pool);
  bool all_numbers() const;
};

inline constexpr int kValidationBatch = 64;

// use(batch) for all plain samples in their order, in batches of at most kValidationBatch.
void each_plain_batch(const BatchSource& source, std::size_t sample, ThreadPool& pool,
                      const std::function<void(const Batch&)>& use);

// [classes]; mean 1 over the samples: a class that is twice as rare counts twice as much. 0 for a
// class without samples.
std::vector<float> balanced_weights(const BatchSource& source, std::size_t sample,
                                    ThreadPool& pool);

}  // namespace tadpole
