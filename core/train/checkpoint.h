// SPDX-License-Identifier: Apache-2.0
// Everything a training run must remember to end with the same bytes after a kill.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/train/train_report.h"

namespace tadpole {

// The epoch that is being trained.
struct EpochSums {
  int steps = 0;      // done
  double loss = 0.0;  // sum over the samples seen
  std::int64_t correct = 0, seen = 0;
  double learning_rate = 0.0;  // of the last step
  double seconds = 0.0;        // spent before this process
};

struct Checkpoint {
  std::string
      fingerprint;         // of data, options and network; a run of others must not go on from here
  std::int64_t steps = 0;  // done in all
  EpochSums epoch;
  int epochs_since_best = 0;
  double best_loss = 0.0, best_accuracy = 0.0;  // meaningless while best_parameters is empty
  std::vector<float> parameters, state, moments;
  std::vector<float> averaged_parameters, averaged_state;  // empty: no averaging
  std::vector<float> best_parameters, best_state;          // empty: no epoch was finished
  TrainReport report;                                      // of the epochs done
};

Bytes checkpoint_bytes(const Checkpoint& checkpoint);
// Fails when the bytes are damaged or of another version. file: how messages call it.
Result<Checkpoint> read_checkpoint(Bytes bytes, const std::string& file);

}  // namespace tadpole
