// SPDX-License-Identifier: Apache-2.0
// The streaming test of a project: minutes of a room with words at known times, listened to as the
// device will listen.
#pragma once
#include <cstdint>

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/dsp/feature_extractor.h"
#include "core/eval/evaluation.h"
#include "workflow/task.h"

namespace tadpole {

struct RoomTest {
  const Dataset& dataset;
  const EvaluateOptions& options;
  std::uint64_t seed;
  const FeatureExtractor& extractor;
  const FeatureOptions& features;  // the extractor's
  const Tested& tested;            // answers to the features of one second, or row by row
};

// Before anything is decided: three answers, or as many as the averaging holds.
int fewest_answers(const EvaluateOptions& options);

// Adds report.streaming. The threshold is chosen on the validation voices, so that the test voices
// stay unheard. Nothing is added when options.stream_minutes is 0; a warning is when there is no
// audio to make a room of. Fails when stopped.
Outcome add_room_test(EvaluationReport& report, const RoomTest& test, Progress& progress);

}  // namespace tadpole
