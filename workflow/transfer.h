// SPDX-License-Identifier: Apache-2.0
// Transfer learning: the first layers come from a model that was trained on something else. First
// the new head learns on what they give, then, if asked for, all layers at a tenth of the rate.
// Source: Yosinski et al.: How transferable are features in deep neural networks?,
// arXiv:1411.1792, 2014.
#pragma once
#include "core/train/trainer.h"
#include "workflow/recipe.h"

namespace tadpole {

struct TransferJob {
  ModelSpec spec;         // of the new model
  ModelOptions options;   // base, base_until, fine_tune_epochs
  Path folder;            // that a relative path of the base is taken from
  TrainJob head;          // the job of the head; its checkpoint gets ".tune" for the fine-tuning
  bool augments = false;  // then nothing can be computed once
};

struct Transferred {
  Model model;
  TrainReport report;      // epochs of the head, then those of the fine-tuning
  std::string last_layer;  // of those that were taken
  int layers = 0;          // that were taken
};

// Without augmentation the base answers every sample once and the head trains alone; with it the
// base is frozen in place. Fails when the base cannot be read, no layer of it fits, and as train()
// does.
Result<Transferred> train_transfer(const TransferJob& job, ThreadPool& pool, Progress& progress);

}  // namespace tadpole
