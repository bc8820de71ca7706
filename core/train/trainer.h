// SPDX-License-Identifier: Apache-2.0
// The training loop: batches in a seeded order, one optimizer step each, validation, the best epoch kept, checkpoints.
// A run that was killed goes on from its last checkpoint and ends with the same bytes as an unbroken one.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"
#include "core/train/optimizer.h"
#include "core/train/schedule.h"

namespace tadpole {

struct TrainOptions {
  int epochs = 100;
  int batch = 32;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  double label_smoothing = 0.1;
  std::string class_weights = "none";  // none | balanced
  int patience = 0;                    // early stopping: epochs without a better validation loss; 0: off
  double ema = 0.0;                    // average of the weights over the steps: share kept per step; 0: off
  std::uint64_t seed = 1;
};
// Every option but the seed, with units and ranges. The struct must outlive the set.
OptionSet describe(TrainOptions& options);

struct EpochReport {
  int epoch = 0;  // from 1
  double loss = 0.0, accuracy = 0.0;
  double validation_loss = 0.0, validation_accuracy = 0.0;
  double learning_rate = 0.0;
  double seconds = 0.0;
};

struct TrainReport {
  std::vector<EpochReport> epochs;
  int best_epoch = 0;
  std::string stopped_because;
  int resumed_at = 0;  // epochs that an earlier run had done
};
nlohmann::json train_report_json(const TrainReport& report);

// Trains the model in place; at the end it holds the parameters of the best epoch (lowest validation loss).
// checkpoint: written after every epoch, removed never; one of other options, data or network is ignored with a message.
// fingerprint: names data and features. Fails on options out of range, on a loss that is no number, on a full disk;
// cancelled (checkpoint kept) when the user stops.
struct TrainJob {
  const BatchSource* train = nullptr;
  const BatchSource* validation = nullptr;
  TrainOptions options;
  Path checkpoint;
  std::string fingerprint;
};
Result<TrainReport> train(Model& model, const TrainJob& job, ThreadPool& pool, Progress& progress);

// The model as a file: network as text, parameters and batch-norm state, with a checksum.
Outcome save_model(const Model& model, const Path& file);
Result<Model> load_model(const Path& file);

}  // namespace tadpole
