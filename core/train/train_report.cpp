// SPDX-License-Identifier: Apache-2.0
#include "core/train/train_report.h"

namespace tadpole {

nlohmann::json train_report_json(const TrainReport& report) {
  nlohmann::json epochs = nlohmann::json::array();
  for (const EpochReport& e : report.epochs) {
    epochs.push_back({{"epoch", e.epoch},
                      {"loss", e.loss},
                      {"accuracy", e.accuracy},
                      {"validation_loss", e.validation_loss},
                      {"validation_accuracy", e.validation_accuracy},
                      {"learning_rate", e.learning_rate},
                      {"seconds", e.seconds}});
  }
  return {{"epochs", epochs},
          {"best_epoch", report.best_epoch},
          {"stopped_because", report.stopped_because},
          {"resumed_at", report.resumed_at}};
}

}  // namespace tadpole
