// SPDX-License-Identifier: Apache-2.0
// Where training takes its samples from. Augmentation lives behind it.
#pragma once
#include <cstdint>
#include <span>

namespace tadpole {

// The epoch of samples as they are, without augmentation: validation and counting classes.
inline constexpr std::int64_t kPlainEpoch = -1;

class BatchSource {
 public:
  virtual ~BatchSource() = default;
  virtual int size() const = 0;     // samples per epoch
  virtual int classes() const = 0;  // labels are 0 .. classes()-1
  // Writes sample `index` as seen in `epoch` (from 0; or kPlainEpoch) to x [values of one sample,
  // NHWC] and returns its label. Must be a pure function of (index, epoch) and the source's seed,
  // and thread-safe: called from every thread of the pool.
  virtual int fetch(int index, std::int64_t epoch, std::span<float> x) const = 0;
};

}  // namespace tadpole
