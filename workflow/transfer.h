// SPDX-License-Identifier: Apache-2.0
// Transfer learning: the first layers come from a model that was trained on something else. First
// the new head learns on what they give, then, if asked for, all layers at a tenth of the rate.
// Source: Yosinski et al.: How transferable are features in deep neural networks?,
// arXiv:1411.1792, 2014.
#pragma once
#include "core/train/trainer.h"
#include "workflow/base_model.h"

namespace tadpole {

struct TransferJob {
  const BaseModel* base;     // must outlive the job
  ModelSpec spec;            // of the new model
  std::string until;         // the last layer taken; empty: as far as both networks agree
  int fine_tune_epochs = 0;  // of all layers, at a tenth of the rate
  TrainJob head;             // the job of the head; its checkpoint gets ".tune" for the fine-tuning
  bool augments = false;     // then nothing can be computed once
};

struct Transferred {
  Model model;
  TrainReport report;      // epochs of the head, then those of the fine-tuning
  std::string last_layer;  // of those that were taken
  int layers = 0;          // that were taken
};

// Without augmentation the base answers every sample once and the head trains alone; with it the
// base is frozen in place. Fails when no layer of the base fits, and as train() does.
Result<Transferred> train_transfer(const TransferJob& job, ThreadPool& pool, Progress& progress);

}  // namespace tadpole
