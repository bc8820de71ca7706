// SPDX-License-Identifier: Apache-2.0
// Samples of a BatchSource side by side, fetched by all threads.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"

namespace tadpole {

struct Batch {
  std::size_t size = 0;           // samples
  std::vector<float> x;           // [size][values of one sample]
  std::vector<int> labels;        // [size]; empty when the source has none
  std::vector<float> values;      // [size][targets of the source]
  std::vector<int> other_labels;  // of mixed samples, else empty
  std::vector<float> shares;      // of labels in mixed samples, 0.5 to 1; else empty

  // Augmentation costs as much as a training step, so every thread of the pool fetches. Nothing is
  // fetched ahead by a thread of its own: the step uses all cores, so nothing would be won. sample:
  // values of one.
  void fetch(const BatchSource& source, std::span<const int> indices, std::int64_t epoch,
             std::size_t sample, ThreadPool& pool);
  // Every sample becomes a weighted sum of itself and another one of the batch, with shares from
  // Beta(alpha, alpha). Source: Zhang et al.: mixup, arXiv:1710.09412, 2018.
  // Dense targets are mixed like the samples.
  void mix(double alpha, std::size_t sample, Rng rng);
  // What a step on this batch is to learn.
  Targets targets(const BatchSource& source) const;
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
