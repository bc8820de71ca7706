// SPDX-License-Identifier: Apache-2.0
// Pictures that look a little different in every epoch, for training.
#pragma once
#include <optional>
#include <string>

#include "core/data/image/augment_picture.h"
#include "learn/samples.h"

namespace tadpole::learn {

// The lines of `text` that begin with "augment_" as options of augmentation, all amounts 0 before;
// the other lines stay in `text`. Nothing: there are none. Fails for an unknown name, or a value
// out of range.
Result<std::optional<ImageAugmentOptions>> take_augmentation(std::string& text);

// Views samples, which must live as long. Labels and targets are those of the samples.
class Augmented final : public BatchSource {
 public:
  // Fails unless the samples are pictures: 1 or 3 channels, every value between 0 and 1.
  static Result<Augmented> create(const Samples& samples, std::array<int, 3> shape,
                                  const ImageAugmentOptions& options, std::uint64_t seed);

  int size() const override { return samples_->size(); }
  int classes() const override { return samples_->classes(); }
  int targets() const override { return samples_->targets(); }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override;
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override {
    samples_->fetch_target(index, epoch, y);
  }

 private:
  const Samples* samples_ = nullptr;
  std::array<int, 3> shape_ = {};
  ImageAugmentOptions options_;
  Rng rng_{0};
};

}  // namespace tadpole::learn
