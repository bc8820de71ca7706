// SPDX-License-Identifier: Apache-2.0
// Every picture of the page, as inline SVG with a text alternative. Each is "" when there is
// nothing to draw.
#pragma once
#include <string>

#include "core/report/run_report.h"

namespace tadpole {

// collect
std::string balance_chart(
    const std::vector<CountRow>& rows);  // clips per class and split, stacked bars
std::string waveform_chart(
    const ExampleClip& example);  // lowest and highest sample over one second
// preprocess: heat map with axes in seconds and Hz
std::string feature_chart(const ExampleClip& example, const FeatureSummary& features);
std::string feature_image(const FeaturePicture& picture);  // the heat map alone, as a data: URL
// train
std::string loss_chart(const TrainingSummary& training);
std::string accuracy_chart(const TrainingSummary& training);
// evaluate
std::string slice_chart(const SliceReport& report);  // accuracy and interval per group
std::string roc_chart(const std::vector<KeywordCurve>& curves);
std::string det_chart(const std::vector<KeywordCurve>& curves);
std::string calibration_chart(const Calibration& calibration);
std::string threshold_chart(
    const ThresholdSweep& sweep);  // Type I and II over the threshold; the page moves it
// "left,top,width,height" of that chart's plot, for the script.
std::string threshold_frame();
std::string operating_chart(
    const StreamingReport& report);  // false accepts per hour against missed words
std::string timeline_chart(const StreamingReport& report, int scene);
// optimize and deploy
std::string layer_error_chart(const std::vector<LayerErrorRow>& layers);
std::string memory_plan_chart(const DeploySummary& deploy);

}  // namespace tadpole
