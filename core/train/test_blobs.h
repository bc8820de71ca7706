// SPDX-License-Identifier: Apache-2.0
// A toy problem for tests: which third of a 4x6 picture is bright?
#pragma once
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/rng.h"
#include "core/train/trainer.h"

namespace tadpole {

class Blobs final : public BatchSource {
 public:
  int count = 60;
  int labels = 3;
  float noise = 0.5F;
  int rare_every =
      0;  // n: class 0 is only every n-th sample, the others are class 1; 0: equal classes
  int broken_sample = -1;                          // holds a value that is no number
  mutable std::atomic<int> fetches_until_kill{0};  // 0: never

  int size() const override { return count; }
  int classes() const override { return labels; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    if (fetches_until_kill > 0 && --fetches_until_kill == 0) std::raise(SIGKILL);
    const int label = rare_every > 0 ? (index % rare_every == 0 ? 0 : 1) : index % labels;
    Rng rng =
        Rng(77).fork(static_cast<std::uint64_t>(index)).fork(static_cast<std::uint64_t>(epoch + 1));
    for (std::size_t i = 0; i < x.size(); ++i) {
      const bool bright = static_cast<int>(i % 6) / 2 == label;
      x[i] = (bright ? 1.0F : 0.0F) + noise * static_cast<float>(rng.normal());
    }
    if (index == broken_sample) x[3] = std::numeric_limits<float>::quiet_NaN();
    return label;
  }
};

inline Model toy_model() {
  ModelSpec spec{.input = {4, 6, 1}, .layers = {}};
  for (const char* line : {"conv2d filters=4 kernel=3x3 padding=same use_bias=false", "batch_norm",
                           "relu", "dropout rate=0.1", "flatten", "dense units=3", "softmax"}) {
    spec.layers.push_back(parse_layer(line).value());
  }
  return Model::create(spec).value();
}

// Keeps what it is told; asks to stop after some updates.
class ListeningProgress final : public Progress {
 public:
  int stop_after = -1;
  std::string said;
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override { ++updates_; }
  void end() override {}
  void say(std::string_view sentence) override { said += std::string(sentence) + "\n"; }
  bool stop_requested() const override { return stop_after >= 0 && updates_ >= stop_after; }

 private:
  int updates_ = 0;
};

// A file that is gone when the test ends, with what a killed writer left half written beside it.
class TestFile {
 public:
  explicit TestFile(const std::string& name)
      : path(std::filesystem::temp_directory_path() /
             ("tadpole_" + std::to_string(::getpid()) + "_" + name)) {}
  ~TestFile() {
    const std::string begin = path.filename().string();
    std::vector<Path> remains;
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path()))
      if (entry.path().filename().string().starts_with(begin)) remains.push_back(entry.path());
    std::error_code code;
    for (const Path& file : remains) std::filesystem::remove(file, code);
  }
  const Path path;
};

struct Trained {
  TrainReport report;
  Bytes model;
};
inline Result<Trained> try_training(const TrainJob& job, int threads, Progress& progress) {
  Model model = toy_model();
  ThreadPool pool(threads);
  const TrainReport report = TADPOLE_TRY(train(model, job, pool, progress));
  return Trained{report, model_bytes(model)};
}
inline Trained trained(const TrainJob& job, int threads = 1) {
  SilentProgress silent;
  return try_training(job, threads, silent).value();
}
inline std::string refusal(const TrainJob& job) {
  SilentProgress silent;
  const auto result = try_training(job, 1, silent);
  return result.ok() ? "" : result.error().message;
}

// Ten epochs of six steps with everything switched on that a checkpoint must carry.
inline TrainJob toy_job(const Blobs& source) {
  TrainJob job{.train = &source,
               .validation = &source,
               .options = {},
               .checkpoint = {},
               .fingerprint = "blobs"};
  job.options.epochs = 10;
  job.options.batch = 10;
  job.options.ema = 0.9;
  job.options.schedule.learning_rate = 0.02;
  return job;
}

}  // namespace tadpole
