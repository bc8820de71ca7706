// SPDX-License-Identifier: Apache-2.0
// Training a candidate a rung at a time. It goes on from its checkpoint, so that the parts together
// are one training with the schedule of all epochs: the last rung ends with the bytes that the
// train stage would give.
#pragma once
#include "core/train/trainer.h"

namespace tadpole {

struct RungTraining {
  const BatchSource* train = nullptr;
  const BatchSource* validation = nullptr;
  ModelSpec spec;
  TrainOptions options;     // epochs: of the last rung
  Path checkpoint;          // of this candidate alone
  std::string fingerprint;  // names data and features
};

// Trains on the calling thread until `epochs` epochs are done in all, and reports those; fewer when
// patience ended it. A checkpoint that is further already is only read. Fails as Model::create()
// and train() do; cancelled when stop says so, then the same call goes on.
Result<TrainReport> train_to(const RungTraining& training, int epochs, const Progress& stop);

// The validation accuracy of the epoch that `keep` of the training options would keep; of a report
// without accuracy minus its validation loss. Expects: at least one epoch.
double kept_value(const TrainReport& report, const std::string& keep);

}  // namespace tadpole
