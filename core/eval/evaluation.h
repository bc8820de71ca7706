// SPDX-License-Identifier: Apache-2.0
// One evaluation of one model on held-out speakers: all numbers that the stage evaluate gives.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/curves.h"
#include "core/eval/metrics.h"
#include "core/eval/slices.h"
#include "core/eval/streaming.h"
#include "core/eval/wording.h"

namespace tadpole {

struct EvaluationReport {
  Wording wording;     // how its text and its page speak
  std::string model;   // what was evaluated: "float", "int8"
  std::string split;   // "test" or "validation"
  std::string origin;  // "recorded", "synthetic" or "mixed": shown beside every accuracy
  int clips = 0;
  int speakers = 0;
  double accuracy = 0.0;
  double balanced_accuracy = 0.0;
  double top2_accuracy = 0.0;
  double macro_f1 = 0.0;
  Interval accuracy_by_speaker;  // the one to quote
  Interval accuracy_wilson;      // for comparison: what it would be if clips were independent
  ConfusionMatrix confusion;
  std::vector<ClassScore> classes;
  Calibration calibration;
  SliceReport groups;
  std::vector<KeywordCurve> curves;
  // All keywords pooled; where there is no rest class, confidence_sweep(). None: warnings say why.
  std::optional<ThresholdSweep> threshold;
  std::vector<ThresholdSweep> keyword_thresholds;  // one per keyword that has test clips
  std::optional<StreamingReport> streaming;        // added by the caller that has scenes
  std::vector<std::string> warnings;
};

struct EvaluationOptions {
  std::string model = "float";
  std::string split = "test";
  std::string origin = "recorded";
  BootstrapOptions bootstrap;
  ThresholdOptions threshold;
  int calibration_bins = 10;
  Wording wording;
};

// Fails as check_predictions() does. Where no two items share their speaker, the report's wording
// lets every item stand for itself. Cost: about 20 ms per 1000 clips, most of it the resamples.
Result<EvaluationReport> evaluate(const Predictions& predictions,
                                  const EvaluationOptions& options = {});

// A short text for the terminal, lines of at most 100 characters.
std::string evaluation_text(const EvaluationReport& report);
// Its lines about the streaming test alone; empty without one.
std::string streaming_text(const EvaluationReport& report);

nlohmann::json evaluation_to_json(const EvaluationReport& report);
// Fails on a missing or wrongly typed field, and names it.
Result<EvaluationReport> evaluation_from_json(const nlohmann::json& json);

}  // namespace tadpole
