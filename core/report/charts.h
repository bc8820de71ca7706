// SPDX-License-Identifier: Apache-2.0
// Every picture of the page, as inline SVG with a text alternative. Each is "" when there is
// nothing to draw.
#pragma once
#include <string>

#include "core/report/run_report.h"

namespace tadpole {

// collect
std::string balance_chart(const std::vector<CountRow>& rows,
                          const std::string& items);  // per class and split, stacked bars
std::string waveform_chart(
    const ExampleClip& example);  // lowest and highest sample over one second
// All traces over one axis of time, in panels; the small one has neither axes nor names.
std::string trace_chart(const ExampleClip& example);
std::string small_trace_chart(const ExampleClip& example);
// Names and colours of the traces, for a row of small charts.
std::string trace_key(const ExampleClip& example);
std::string stroke_chart(const ExampleClip& example);  // a polyline in a square
// preprocess: heat map with axes in seconds and Hz
std::string feature_chart(const ExampleClip& example, const FeatureSummary& features);
std::string feature_image(const FeaturePicture& picture);  // the heat map alone, as a data: URL
// Points coloured by label; t_sne or pca of the map.
std::string map_chart(const FeatureMap& map, const std::vector<std::array<float, 2>>& points,
                      const std::vector<std::string>& labels, const std::string& method);
// train
// A row for each watched sample, a cell for each epoch: how sure of the truth, and what was said.
std::string watch_chart(const TrainingSummary& training, const std::vector<std::string>& labels);
std::string loss_chart(const TrainingSummary& training);
std::string accuracy_chart(const TrainingSummary& training);
// evaluate
std::string slice_chart(const SliceReport& report,
                        const Wording& wording);  // accuracy and interval per group
std::string roc_chart(const std::vector<KeywordCurve>& curves, const Wording& wording);
std::string det_chart(const std::vector<KeywordCurve>& curves, const Wording& wording);
std::string calibration_chart(const Calibration& calibration, const Wording& wording);
std::string threshold_chart(const ThresholdSweep& sweep,
                            const Wording& wording);  // both errors; the page moves it
// "left,top,width,height" of that chart's plot, for the script.
std::string threshold_frame();
std::string operating_chart(
    const StreamingReport& report);  // false accepts per hour against missed words
std::string timeline_chart(const StreamingReport& report, int scene);
std::string scatter_chart(const RegressionTarget& target);   // predicted over true
std::string residual_chart(const RegressionTarget& target);  // histogram of predicted minus true
std::string curve_chart(const RegressionSummary& regression);
// Histograms of both kinds of scores with the threshold, which the page moves.
std::string score_chart(const AnomalySummary& anomaly, const Wording& wording);
// Where that chart's plot lies and how its axis runs, for the script: data-... attributes.
std::string score_frame(const AnomalySummary& anomaly);
double score_position(const AnomalySummary& anomaly, double score);  // 0 left to 1 right
std::string alarm_chart(const AnomalySummary& anomaly);              // ROC
std::string reconstruction_chart(const Reconstruction& item);
// optimize and deploy
std::string layer_error_chart(const std::vector<LayerErrorRow>& layers);
std::string memory_plan_chart(const DeploySummary& deploy);

}  // namespace tadpole
