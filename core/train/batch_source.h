// SPDX-License-Identifier: Apache-2.0
// Where training takes its samples from. Augmentation lives behind it.
#pragma once
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace tadpole {

// The epoch of samples as they are, without augmentation: validation and counting classes.
inline constexpr std::int64_t kPlainEpoch = -1;

class BatchSource {
 public:
  virtual ~BatchSource() = default;
  virtual int size() const = 0;     // samples per epoch
  virtual int classes() const = 0;  // labels are 0 .. classes()-1; 0: there are no labels
  // Writes sample `index` as seen in `epoch` (from 0; or kPlainEpoch) to x [values of one sample,
  // NHWC] and returns its label (0 without labels). Must be a pure function of (index, epoch) and
  // the source's seed, and thread-safe: called from every thread of the pool.
  virtual int fetch(int index, std::int64_t epoch, std::span<float> x) const = 0;

  // Dense target values per sample, beside or instead of labels; 0: none.
  virtual int targets() const { return 0; }
  // Writes the target of a sample as fetch() gave it for the same (index, epoch); the same rules.
  // y: [targets()]. Denoising: the clean sample.
  virtual void fetch_target(int /*index*/, std::int64_t /*epoch*/, std::span<float> y) const {
    TADPOLE_EXPECT(y.empty());  // a source with targets() overrides this
  }
  // An autoencoder's data: the target is x as it was seen, nothing is copied; targets() is 0.
  virtual bool reconstructs() const { return false; }
};

}  // namespace tadpole
