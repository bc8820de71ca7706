// SPDX-License-Identifier: Apache-2.0
#include "core/train/train_report.h"

namespace tadpole {

nlohmann::json train_report_json(const TrainReport& report) {
  nlohmann::json epochs = nlohmann::json::array();
  for (const EpochReport& e : report.epochs) {
    nlohmann::json epoch = {{"epoch", e.epoch},
                            {"loss", e.loss},
                            {"validation_loss", e.validation_loss},
                            {"learning_rate", e.learning_rate},
                            {"seconds", e.seconds}};
    if (report.has_accuracy) {
      epoch["accuracy"] = e.accuracy;
      epoch["validation_accuracy"] = e.validation_accuracy;
    }
    epochs.push_back(std::move(epoch));
  }
  return {{"epochs", epochs},
          {"loss", report.loss},
          {"best_epoch", report.best_epoch},
          {"stopped_because", report.stopped_because},
          {"resumed_at", report.resumed_at}};
}

}  // namespace tadpole
