// SPDX-License-Identifier: Apache-2.0
// What happened in a training run, epoch by epoch.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tadpole {

struct EpochReport {
  int epoch = 0;                      // from 1
  double loss = 0.0, accuracy = 0.0;  // of the training samples as they were seen, augmented
  double validation_loss = 0.0, validation_accuracy = 0.0;  // accuracy: 0 without labels
  double learning_rate = 0.0;                               // of the last step
  double seconds = 0.0;
};

struct TrainReport {
  std::string loss;          // its line: "huber delta=0.5"
  bool has_accuracy = true;  // false: regression, reconstruction
  std::vector<EpochReport> epochs;
  int best_epoch = 0;  // whose parameters were kept
  std::string stopped_because;
  int resumed_at = 0;  // epochs that an earlier run had done
};

nlohmann::json train_report_json(const TrainReport& report);

}  // namespace tadpole
