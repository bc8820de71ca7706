// SPDX-License-Identifier: Apache-2.0
// Every training of a project that ended, so that two can be compared: .tadpole/runs.json.
#pragma once
#include <nlohmann/json.hpp>

#include "workflow/project.h"

namespace tadpole {

// Oldest first: {"id", "at_ms", "model", "parameters", "macs", "seconds", "best_epoch", "origin",
// "validation_accuracy" (null without classes), "validation_loss", "test" (a sentence; "" until
// evaluated), "options": {"train.epochs": "60", ...}, "curve": [as in training.json]}. An empty
// list when there is none or the file is damaged.
nlohmann::json run_history(const Project& project);

// After train: appends the run that training.json tells of; at most 100 are kept. Nothing for the
// same model as before. Fails when the file cannot be written.
Outcome note_training(const Project& project);
// After evaluate: what the last run reached on the test split.
Outcome note_test(const Project& project);

}  // namespace tadpole
