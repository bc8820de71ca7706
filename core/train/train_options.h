// SPDX-License-Identifier: Apache-2.0
// Everything about a training run that a learner can set.
#pragma once
#include <cstdint>
#include <string>

#include "core/base/options.h"
#include "core/train/optimizer.h"
#include "core/train/schedule.h"

namespace tadpole {

// The defaults are those of the keyword template; what they were chosen by stands in docs of the
// template's recipe.
struct TrainOptions {
  int epochs = 100;
  int batch = 32;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  // One of loss_names() with its options, e.g. "huber delta=0.5". auto: cross-entropy for labels
  // (binary_cross_entropy for one output and two classes), distillation for a job with a teacher,
  // mse for dense targets.
  std::string loss = "auto";
  double label_smoothing = 0.1;
  double mixup = 0.0;  // alpha of the Beta distribution that two clips are mixed by; 0: off
  std::string class_weights = "none";    // none | balanced
  std::string keep = "validation_loss";  // validation_loss | validation_accuracy | last
  int patience =
      0;  // early stopping: epochs without a better one (by `keep`, loss for last); 0: off
  double ema = 0.0;  // average of the weights over the steps: share kept per step; 0: off
  int watch = 0;     // validation samples whose answers are kept after every epoch
  std::uint64_t seed = 1;
};

// Every option but the seed, with units and ranges. The struct must outlive the set.
OptionSet describe(TrainOptions& options);

}  // namespace tadpole
