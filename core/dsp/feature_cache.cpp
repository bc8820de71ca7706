// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/feature_cache.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/hash.h"
#include "core/dsp/feature_file.h"

namespace tadpole {
namespace {

// Clips are spread over this many files by the start of their hash: few enough to write quickly,
// many enough that a killed run loses little and both cores have work.
constexpr std::size_t kBuckets = 64;

std::size_t bucket_of(const std::string& sha256) {
  const auto digit = [&](std::size_t i) {
    const char c = i < sha256.size() ? sha256[i] : '0';
    return static_cast<std::size_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10) & 15;
  };
  return (digit(0) * 16 + digit(1)) % kBuckets;
}

// One run of extract_all().
class Extraction {
 public:
  Extraction(std::span<const FeatureClip> clips, const ClipLoader& load,
             const FeatureExtractor& extractor, const Path& cache, Progress& progress)
      : clips_(clips),
        load_(load),
        extractor_(extractor),
        progress_(progress),
        key_(sha256_hex(extractor.fingerprint())),
        folder_(cache / key_.substr(0, 16)),
        buckets_(kBuckets) {
    for (std::size_t i = 0; i < clips.size(); ++i)
      buckets_[bucket_of(clips[i].sha256)].push_back(i);
    set_.shape = extractor.shape();
    set_.fingerprint = extractor.fingerprint();
    set_.values.resize(clips.size() * set_.values_per_clip());
    for (const FeatureClip& clip : clips) set_.labels.push_back(clip.label);
  }

  Result<FeatureSet> run(ThreadPool& pool) {
    TADPOLE_TRY(make_folder(folder_));
    std::vector<std::optional<Error>> errors(kBuckets);
    progress_.begin("extract features", static_cast<std::int64_t>(clips_.size()));
    pool.run(kBuckets, [&](std::size_t bucket) {
      const Outcome outcome = work(bucket);
      if (!outcome.ok()) errors[bucket] = outcome.error(), failed_ = true;
    });
    progress_.end();
    for (const std::string& sentence : sentences_) progress_.say(sentence);
    for (const std::optional<Error>& error : errors) {
      if (error && error->kind != ErrorKind::cancelled) return *error;
    }
    for (const std::optional<Error>& error : errors) {
      if (error) return *error;
    }
    set_.computed = static_cast<int>(computed_);
    return std::move(set_);
  }

 private:
  Path file_of(std::size_t bucket) const {
    return folder_ / fmt::format("{:02x}.features", bucket);
  }

  FeatureMap read(std::size_t bucket) {
    const Path file = file_of(bucket);
    std::error_code none;
    if (!std::filesystem::exists(file, none)) return {};
    Result<Bytes> bytes = read_bytes(file);
    if (!bytes.ok()) return {};
    Result<FeatureMap> features = parse_feature_file(bytes.value(), key_, set_.values_per_clip());
    if (features.ok()) return std::move(features).value();
    const std::lock_guard lock(mutex_);
    sentences_.push_back(file.string() + ": " + features.error().message);
    return {};
  }

  Outcome compute(std::size_t index, std::vector<float>& row) {
    const std::vector<std::int16_t> samples = TADPOLE_TRY(load_(index));
    if (samples.size() != static_cast<std::size_t>(kClipSamples)) {
      return Error{fmt::format(
          "extract features: a clip has {} samples, expected {}; collect the dataset again",
          samples.size(), kClipSamples)};
    }
    row.resize(set_.values_per_clip());
    extractor_.extract(samples, row);
    ++computed_;
    return Done{};
  }

  // Fills `features` for the bucket's clips as far as it gets; changed: something was added.
  Outcome fill(std::size_t bucket, FeatureMap& features, bool& changed) {
    for (const std::size_t index : buckets_[bucket]) {
      if (progress_.stop_requested())
        return Error{"stopped while features were extracted", ErrorKind::cancelled};
      if (failed_) return Error{"extract features: stopped after an error", ErrorKind::cancelled};
      std::vector<float>& row = features[clips_[index].sha256];
      if (row.empty()) {
        const Outcome outcome = compute(index, row);
        if (!outcome.ok()) {
          features.erase(clips_[index].sha256);
          return outcome.error();
        }
        changed = true;
      }
      std::copy(row.begin(), row.end(), set_.values.begin() + index * set_.values_per_clip());
      report(++done_);
    }
    return Done{};
  }

  Outcome work(std::size_t bucket) {
    if (buckets_[bucket].empty()) return Done{};
    FeatureMap features = read(bucket);
    bool changed = false;
    const Outcome filled = fill(bucket, features, changed);
    if (changed) {
      const Outcome written =
          write_file(file_of(bucket), feature_file_bytes(features, key_, set_.values_per_clip()));
      if (filled.ok()) return written;
    }
    return filled;
  }

  // Progress belongs to the thread that began it.
  void report(std::int64_t done) {
    if (std::this_thread::get_id() == caller_) progress_.update(done, "");
  }

  std::span<const FeatureClip> clips_;
  const ClipLoader& load_;
  const FeatureExtractor& extractor_;
  Progress& progress_;
  const std::string key_;
  const Path folder_;
  std::vector<std::vector<std::size_t>> buckets_;
  FeatureSet set_;
  std::atomic<std::int64_t> done_{0};
  std::atomic<std::int64_t> computed_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::vector<std::string> sentences_;
  const std::thread::id caller_ = std::this_thread::get_id();
};

Result<FeatureSet> extract_some(const Dataset& dataset, const std::vector<const Clip*>& chosen,
                                const FeatureExtractor& extractor, const Path& cache,
                                ThreadPool& pool, Progress& progress) {
  std::vector<FeatureClip> clips;
  for (const Clip* clip : chosen) {
    const auto label = std::find(dataset.labels.begin(), dataset.labels.end(), clip->label);
    if (label == dataset.labels.end()) {
      return Error{fmt::format(
          "{}: the label '{}' is not among the dataset's classes; collect the dataset again",
          clip->file, clip->label)};
    }
    clips.push_back({clip->sha256, static_cast<int>(label - dataset.labels.begin())});
  }
  const ClipLoader load = [&](std::size_t index) { return load_clip(dataset, *chosen[index]); };
  return extract_all(clips, load, extractor, cache, pool, progress);
}

}  // namespace

Result<FeatureSet> extract_all(std::span<const FeatureClip> clips, const ClipLoader& load,
                               const FeatureExtractor& extractor, const Path& cache,
                               ThreadPool& pool, Progress& progress) {
  Extraction extraction(clips, load, extractor, cache, progress);
  return extraction.run(pool);
}

Result<FeatureSet> extract_all(const Dataset& dataset, const FeatureExtractor& extractor,
                               const Path& cache, ThreadPool& pool, Progress& progress) {
  std::vector<const Clip*> chosen;
  for (const Clip& clip : dataset.clips) chosen.push_back(&clip);
  return extract_some(dataset, chosen, extractor, cache, pool, progress);
}

Result<FeatureSet> extract_split(const Dataset& dataset, Split split,
                                 const FeatureExtractor& extractor, const Path& cache,
                                 ThreadPool& pool, Progress& progress) {
  std::vector<const Clip*> chosen;
  for (const Clip& clip : dataset.clips) {
    if (clip.split == split) chosen.push_back(&clip);
  }
  return extract_some(dataset, chosen, extractor, cache, pool, progress);
}

}  // namespace tadpole
