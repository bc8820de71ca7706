// SPDX-License-Identifier: Apache-2.0
#include "core/train/train_options.h"

#include "core/base/text.h"
#include "core/nn/loss.h"

namespace tadpole {
namespace {

void add_optimizer(OptionSet& set, OptimizerOptions& o) {
  set.add("optimizer", o.kind,
          {.help = "how steps are made", .choices = {"adam", "sgd", "rmsprop"}})
      .add("momentum", o.momentum,
           {.help = "sgd: share of the last step that is kept", .min = 0, .max = 0.999})
      .add("nesterov", o.nesterov, {.help = "sgd: look ahead along the momentum"})
      .add("rms_decay", o.rms_decay,
           {.help = "rmsprop: share of the mean of squares that is kept", .min = 0, .max = 0.99999})
      .add("rms_momentum", o.rms_momentum,
           {.help = "rmsprop: share of the last step that is kept", .min = 0, .max = 0.999})
      .add("weight_decay", o.weight_decay,
           {.help = "pulls kernels towards zero", .min = 0, .max = 1})
      .add("clip_norm", o.clip_norm,
           {.help = "scales gradients down to this norm; 0: never", .min = 0, .max = 1e6});
}

void add_schedule(OptionSet& set, ScheduleOptions& o) {
  set.add("schedule", o.kind,
          {.help = "the learning rate over time",
           .choices = {"constant", "cosine", "steps", "exponential"}})
      .add("learning_rate", o.learning_rate, {.help = "the highest rate", .min = 1e-7, .max = 10})
      .add(
          "warmup_percent", o.warmup_percent,
          {.help = "cosine: share of the steps with rising rate", .unit = "%", .min = 0, .max = 90})
      .add("decay", o.decay, {.help = "exponential: factor per epoch", .min = 0.01, .max = 1})
      .add("step_counts", o.step_counts, {.help = "steps: how many steps at each rate"})
      .add("step_rates", o.step_rates, {.help = "steps: the rates"});
}

}  // namespace

OptionSet describe(TrainOptions& o) {
  OptionSet set;
  set.add("epochs", o.epochs, {.help = "passes over the training clips", .min = 1, .max = 100000})
      .add("batch", o.batch, {.help = "clips per step", .min = 1, .max = 4096});
  add_optimizer(set, o.optimizer);
  add_schedule(set, o.schedule);
  set.add("loss", o.loss,
          {.help = "what is made small: auto, " + join(loss_names(), ", ") +
                   ", with options, e.g. \"huber delta=0.5\""})
      .add("label_smoothing", o.label_smoothing,
           {.help = "share of the target spread over all classes", .min = 0, .max = 0.9})
      .add(
          "mixup", o.mixup,
          {.help = "mixes clips and their labels in pairs: alpha of the shares' Beta distribution; "
                   "0: off",
           .min = 0,
           .max = 2})
      .add("class_weights", o.class_weights,
           {.help = "balanced: rare classes count more", .choices = {"none", "balanced"}})
      .add("keep", o.keep,
           {.help = "which epoch's model is kept: the best by this, or the last",
            .choices = {"validation_loss", "validation_accuracy", "last"}})
      .add("patience", o.patience,
           {.help = "stop after so many epochs without a better one; 0: never",
            .min = 0,
            .max = 100000})
      .add("ema", o.ema,
           {.help = "average the weights over the steps: share kept per step; 0: off",
            .min = 0,
            .max = 0.99999})
      .add("watch", o.watch,
           {.help = "validation samples whose answers are kept after every epoch, to see on the "
                    "page how they changed",
            .min = 0,
            .max = 24});
  return set;
}

}  // namespace tadpole
