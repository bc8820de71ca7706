// SPDX-License-Identifier: Apache-2.0
// Train: features/ and the recipe's network -> model/: trained parameters and the learning curves.
#pragma once
#include "core/train/train_report.h"
#include "workflow/project.h"
#include "workflow/task.h"

namespace tadpole {

// A Progress that is this too is told of every epoch as it ends.
class EpochListener {
 public:
  virtual ~EpochListener() = default;
  virtual void on_epoch(const EpochReport& epoch) = 0;
};

// Resumes from the checkpoint of a killed run and ends with the same bytes as an unbroken one.
// Fails when preprocess has not run, on a network whose shapes do not fit, or when the loss stops
// being a number.
Result<StageResult> train(Project& project, Progress& progress);

struct NetworkCost {
  std::int64_t parameters = 0, macs = 0;  // macs: multiply-accumulates of one decision
};
// What the recipe's network would cost, without training it. Fails as train() does before its first
// step; a detector that is fitted on data has no cost before.
Result<NetworkCost> network_cost(const Project& project, const Examples& examples);

}  // namespace tadpole
