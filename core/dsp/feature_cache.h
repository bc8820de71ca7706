// SPDX-License-Identifier: Apache-2.0
// Features of a whole dataset, on all cores, kept on disk by content: only clips that were never
// seen are computed.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/data/dataset.h"
#include "core/dsp/feature_extractor.h"

namespace tadpole {

struct FeatureSet {
  std::array<int, 3> shape{};  // of one clip
  std::vector<float>
      values;  // [clips * shape[0] * shape[1] * shape[2]], in the order of the clips asked for
  std::vector<int> labels;  // [clips], index in the dataset's labels
  std::string fingerprint;  // of the extractor
  int computed = 0;         // clips that were not in the cache

  int size() const { return static_cast<int>(labels.size()); }
  int values_per_clip() const { return shape[0] * shape[1] * shape[2]; }
  std::span<const float> clip(int index) const {
    return std::span(values).subspan(static_cast<std::size_t>(index) * values_per_clip(),
                                     values_per_clip());
  }
};

// What extract_all() asks for: the content's name and the class.
struct FeatureClip {
  std::string sha256;  // 64 hexadecimal digits
  int label = 0;
};
// Gives [kClipSamples] samples of clip `index`. Called from every thread of the pool.
using ClipLoader = std::function<Result<std::vector<std::int16_t>>(std::size_t index)>;

// cache: a folder that is made when missing; may be deleted at any time. A damaged cache file is
// reported by progress.say() and computed again. A killed run loses at most the part in work; the
// next continues. Fails when a clip cannot be loaded, has the wrong length, the folder cannot be
// written, or the user stopped (cancelled; what is done is kept). The result does not depend on the
// number of threads.
Result<FeatureSet> extract_all(std::span<const FeatureClip> clips, const ClipLoader& load,
                               const FeatureExtractor& extractor, const Path& cache,
                               ThreadPool& pool, Progress& progress);

// The clips of a dataset, all or one split, in the dataset's order. A clip's class is its label's
// place in dataset.labels; fails when it is not there.
Result<FeatureSet> extract_all(const Dataset& dataset, const FeatureExtractor& extractor,
                               const Path& cache, ThreadPool& pool, Progress& progress);
Result<FeatureSet> extract_split(const Dataset& dataset, Split split,
                                 const FeatureExtractor& extractor, const Path& cache,
                                 ThreadPool& pool, Progress& progress);

}  // namespace tadpole
