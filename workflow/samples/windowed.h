// SPDX-License-Identifier: Apache-2.0
// What the tasks on recordings over time share.
#pragma once
#include "workflow/samples/sample_task.h"

namespace tadpole {

// rate_hz, recorded_hz and axes of [collect].
void add_log_options(OptionSet& set, MotionOptions& options);
// [preprocess]: the windows, in seconds or readings, and their features.
OptionSet window_feature_options(Recipe& recipe);
// Recordings shorter than a window get the length of one: their ends are repeated.
Outcome lengthen_short(const WindowOptions& options, SampleSet& set);
// The windows of every recording. Expects: lengthen_short() was called. Fails as plan_windows()
// does.
Result<std::vector<SampleRow>> window_rows(const WindowOptions& options, const SampleSet& set);
// Fitted on the windows of the training split, or on those with one label only (what is normal).
Result<std::unique_ptr<SampleFrontEnd>> windowed_front_end(const Recipe& recipe,
                                                           const SampleSet& set,
                                                           const std::string& label = "");
MotionOptions motion_options(const SourceOptions& source, const Recipe& recipe);
SampleAugment signal_augment(const SignalAugmentOptions& options);

}  // namespace tadpole
