// SPDX-License-Identifier: Apache-2.0
#include "workflow/transfer.h"

#include <fmt/format.h>

#include "core/nn/transfer.h"
#include "core/train/feature_source.h"

namespace tadpole {
namespace {

constexpr double kFineTuneShare = 0.1;  // of the learning rate

Result<TrainReport> train_cached_head(Model& model, const std::string& last, const TrainJob& job,
                                      ThreadPool& pool, Progress& progress) {
  SplitModel halves = TADPOLE_TRY(split_model(model, last));
  halves.base.reserve(job.options.batch, &pool);
  const FeatureSource training(*job.train, halves.base, pool);
  const FeatureSource validation(*job.validation, halves.base, pool);
  TrainJob head = job;
  head.train = &training, head.validation = &validation;
  const TrainReport report = TADPOLE_TRY(train(halves.head, head, pool, progress));
  model = TADPOLE_TRY(join_models(halves.base, halves.head));
  return report;
}

Result<TrainReport> train_frozen(Model& model, const std::string& last, const TrainJob& job,
                                 ThreadPool& pool, Progress& progress) {
  TADPOLE_TRY(model.freeze_until(last));
  const TrainReport report = TADPOLE_TRY(train(model, job, pool, progress));
  model.unfreeze();
  return report;
}

Outcome fine_tune(Transferred& t, const TransferJob& job, ThreadPool& pool, Progress& progress) {
  TrainJob tune = job.head;
  tune.options.epochs = job.fine_tune_epochs;
  tune.options.schedule.learning_rate *= kFineTuneShare;
  tune.checkpoint += ".tune";
  tune.fingerprint += "tune";
  progress.say(fmt::format("fine-tuning all layers for {} epochs", tune.options.epochs));
  const TrainReport more = TADPOLE_TRY(train(t.model, tune, pool, progress));
  const int before = static_cast<int>(t.report.epochs.size());
  for (EpochReport epoch : more.epochs) {
    epoch.epoch += before;
    t.report.epochs.push_back(epoch);
  }
  t.report.best_epoch = before + more.best_epoch;
  t.report.stopped_because = more.stopped_because;
  return Done{};
}

}  // namespace

Result<Transferred> train_transfer(const TransferJob& job, ThreadPool& pool, Progress& progress) {
  Transferred t{.model = TADPOLE_TRY(Model::create(job.spec)), .report = {}};
  t.model.initialize(job.head.options.seed);
  t.layers = TADPOLE_TRY(import_weights(t.model, job.base->model, job.until));
  if (t.layers == 0) {
    return wrong_use(fmt::format(
        "no layer of {} is like the first of this network: the input or the first layer differs; "
        "take the base's architecture and the size of its input",
        job.base->name));
  }
  const auto layers = t.model.layers();
  t.last_layer = layers[static_cast<std::size_t>(t.layers) - 1].name;
  if (t.layers == static_cast<int>(layers.size())) {
    return wrong_use(fmt::format(
        "all {} layers of {} fit, so nothing would be new; name the last one to take with "
        "base_until",
        t.layers, job.base->name));
  }
  progress.say(
      fmt::format("{} layers up to {} come from {}", t.layers, t.last_layer, job.base->name));
  TrainJob head = job.head;
  head.start = TrainStart::as_given;
  t.report =
      TADPOLE_TRY(job.augments ? train_frozen(t.model, t.last_layer, head, pool, progress)
                               : train_cached_head(t.model, t.last_layer, head, pool, progress));
  if (job.fine_tune_epochs > 0) {
    TransferJob tune = job;
    tune.head = head;
    TADPOLE_TRY(fine_tune(t, tune, pool, progress));
  }
  return t;
}

}  // namespace tadpole
