// SPDX-License-Identifier: Apache-2.0
#include "core/train/feature_source.h"

#include <algorithm>

#include "core/train/batch.h"

namespace tadpole {

// A reconstructing source's targets are the samples themselves, which the head does not see: they
// are kept as values.
FeatureSource::FeatureSource(const BatchSource& source, Model& base, ThreadPool& pool)
    : size_(source.size()), classes_(source.classes()), width_(base.outputs()) {
  const auto in = base.input_shape();
  const std::size_t sample = static_cast<std::size_t>(in[0]) * static_cast<std::size_t>(in[1]) *
                             static_cast<std::size_t>(in[2]);
  targets_ = source.reconstructs() ? static_cast<int>(sample) : source.targets();
  features_.resize(static_cast<std::size_t>(size_) * static_cast<std::size_t>(width_));
  base.reserve_inference(&pool);
  std::size_t done = 0;
  each_plain_batch(source, sample, pool, [&](const Batch& batch) {
    const std::size_t values = batch.size * static_cast<std::size_t>(width_);
    base.predict(batch.x, static_cast<int>(batch.size), std::span(features_).subspan(done, values));
    done += values;
    labels_.insert(labels_.end(), batch.labels.begin(), batch.labels.end());
    const std::span<const float> wanted = batch.targets(source).values;
    values_.insert(values_.end(), wanted.begin(), wanted.end());
  });
  labels_.resize(static_cast<std::size_t>(size_), 0);
}

int FeatureSource::fetch(int index, std::int64_t, std::span<float> x) const {
  std::copy_n(features_.begin() + std::ptrdiff_t{index} * width_, width_, x.begin());
  return labels_[static_cast<std::size_t>(index)];
}

void FeatureSource::fetch_target(int index, std::int64_t, std::span<float> y) const {
  std::copy_n(values_.begin() + std::ptrdiff_t{index} * targets_, targets_, y.begin());
}

}  // namespace tadpole
