// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/flagship.h"

#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>

#include "core/base/rng.h"
#include "core/data/clip_store.h"
#include "core/train/trainer.h"
#include "workflow/keyword/keyword_source.h"

namespace tadpole {
namespace {

constexpr int kClips = 1000, kValidationClips = 100;

std::vector<std::int16_t> noise(std::size_t samples, Rng rng) {
  std::vector<std::int16_t> out(samples);
  for (std::int16_t& s : out) s = static_cast<std::int16_t>(rng.uniform(-8000.0, 8000.0));
  return out;
}

Result<Dataset> noise_words(const Path& folder) {
  Dataset dataset{.folder = folder, .labels = {"silence", "unknown", "yes", "no"}};
  const auto store = TADPOLE_TRY(ClipStore::open(folder));
  const Rng rng(3);
  for (int i = 0; i < kClips + kValidationClips; ++i) {
    const auto key = static_cast<std::uint64_t>(i);
    const StoredClip stored = TADPOLE_TRY(store->store(noise(kClipSamples, rng.fork(key))));
    dataset.clips.push_back({.file = ClipStore::clip_file(stored.sha256),
                             .label = dataset.labels[key % 4],
                             .split = i < kClips ? Split::train : Split::validation,
                             .sha256 = stored.sha256});
  }
  const auto minute = noise(60 * std::size_t{kRateHz}, rng.fork(999983));
  dataset.background.push_back({.file = TADPOLE_TRY(store->store_background(minute))});
  return dataset;
}

Result<FlagshipTime> train_on(const Dataset& dataset, int steps, int batch, int threads) {
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create({}));
  const KeywordSource training =
      TADPOLE_TRY(KeywordSource::create(dataset, Split::train, *extractor, {}, 1));
  const KeywordSource validation =
      TADPOLE_TRY(KeywordSource::create(dataset, Split::validation, *extractor, {}, 1));
  Model model =
      TADPOLE_TRY(Model::create(TADPOLE_TRY(reference_model("tiny_conv", extractor->shape(), 4))));
  TrainJob job{.train = &training, .validation = &validation};
  job.options.batch = batch;
  const int steps_per_epoch = training.size() / batch;
  job.options.epochs = (steps + steps_per_epoch - 1) / steps_per_epoch;
  ThreadPool pool(threads);
  SilentProgress progress;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu_start = std::clock();
  TADPOLE_TRY(train(model, job, pool, progress));
  return FlagshipTime{
      .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
      .cpu_seconds = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC,
      .steps = job.options.epochs * steps_per_epoch};
}

}  // namespace

Result<FlagshipTime> run_flagship(int steps, int batch, int threads) {
  const Path folder =
      std::filesystem::temp_directory_path() / ("tadpole-flagship-" + std::to_string(getpid()));
  const Result<Dataset> dataset = noise_words(folder);
  Result<FlagshipTime> time = dataset.ok() ? train_on(dataset.value(), steps, batch, threads)
                                           : Result<FlagshipTime>(dataset.error());
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return time;
}

}  // namespace tadpole
