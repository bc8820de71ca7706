// SPDX-License-Identifier: Apache-2.0
// Windows of machine sound to the input of a detector: log-mel rows in dB side by side, as in
// MLPerf Tiny anomaly detection, by device/dsp/front_end.h.
#pragma once
#include <memory>

#include "core/data/motion/windows.h"
#include "core/data/sample_set.h"
#include "core/dsp/sample_front_end.h"

namespace tadpole {

// Samples of a window of kAnomalyFrames rows, and from one window to the next.
int sound_window_samples();
int sound_stride_samples();

// training: windows that mean and deviation of all values are taken from; the features get mean 0
// and deviation 1. Fails (wrong_use) when the set holds no sound of 16 kHz, or there is no window.
Result<std::unique_ptr<SampleFrontEnd>> make_sound_front_end(const SampleSet& set,
                                                             std::span<const Window> training);

Result<std::unique_ptr<SampleFrontEnd>> sound_front_end_from_json(const nlohmann::json& json);

}  // namespace tadpole
