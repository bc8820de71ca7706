// SPDX-License-Identifier: Apache-2.0
// The training loop: batches in a seeded order, one optimizer step each, validation, the best epoch
// kept, checkpoints. A run that was killed goes on from its last checkpoint and ends with the same
// bytes as an unbroken one.
#pragma once
#include <functional>
#include <string>

#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/nn/loss.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"
#include "core/train/model_file.h"
#include "core/train/train_options.h"
#include "core/train/train_report.h"
#include "core/train/weight_rule.h"

namespace tadpole {

// fresh: parameters are drawn from the seed. as_given: training goes on from those the model holds
// (transfer).
enum class TrainStart { fresh, as_given };

struct TrainJob {
  const BatchSource* train = nullptr;
  const BatchSource* validation = nullptr;  // fetched with kPlainEpoch
  TrainOptions options;
  Path checkpoint;          // empty: none is written
  std::string fingerprint;  // names data and features
  TrainStart start = TrainStart::fresh;
  // Distillation: its logits on every batch, as it was augmented and mixed, are the targets. Gives
  // as many values as the model. Its weights do not change.
  Model* teacher = nullptr;
  // What the weights obey from the first step on. At the end the model holds the weights that the
  // network used. It must outlive the run.
  WeightRule* rule = nullptr;
  // After every epoch of this run (not those a checkpoint remembers): the model as it was
  // validated, and the report so far. It may predict, and must change nothing.
  std::function<void(Model&, const TrainReport&)> on_epoch;
  // The checkpoint is written when so much time went by, in the middle of an epoch too, and after
  // the last epoch. 0: after every step.
  double checkpoint_seconds = 10.0;
};

// The loss of a job that names none: mse for dense targets, binary_cross_entropy for one output and
// two classes, else softmax_cross_entropy.
std::string usual_loss(const LossFit& fit);

// What is known of a run before its first epoch: its loss, and whether it has an accuracy. A
// checkpoint does not tell.
TrainReport report_before(const Model& model, const TrainJob& job);

// Trains the model in place; at the end it holds the parameters of the epoch that options.keep
// chooses. One epoch is every training sample once, in an order of (seed, epoch), but for the rest
// that fills no batch. The result does not depend on the number of threads. A checkpoint that is
// damaged or of other options, data or network is ignored with a message. Fails on options out of
// range, no samples, a network or a loss that does not fit the data, a loss that is no number
// (which sample holds such a value, or that the learning rate is too high), a full disk. Cancelled
// (checkpoint written first) when the user stops. Afterwards model and teacher predict on the
// calling thread until they are reserved again: the pool may end before they do.
Result<TrainReport> train(Model& model, const TrainJob& job, ThreadPool& pool, Progress& progress);

}  // namespace tadpole
