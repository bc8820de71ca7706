// SPDX-License-Identifier: Apache-2.0
// What a model's outputs on held-out examples are worth: a classification, a regression or a
// detector of anomalies.
#pragma once
#include <optional>

#include "core/eval/evaluation.h"
#include "workflow/anomaly_score.h"
#include "workflow/predict.h"

namespace tadpole {

struct JudgeRequest {
  const Task& task;
  const Project& project;
  const Examples& examples;
  std::string model;  // "float" or "int8"
  std::size_t outputs = 0;
  const Answer& answer;
  // The quantization of an int8 model's input: what it sees is what it must rebuild.
  std::optional<device::Quantization> input = {};
  bool adds_tests = true;            // Task::add_tests() as well
  TfliteExecutor* stream = nullptr;  // of a model that streams
};

struct Judgement {
  nlohmann::json json;           // all of it: goal, metric, value, low, high, origin and the report
  std::string text;              // for the terminal
  std::string metric;            // "accuracy", "mean absolute error", "AUC": the number to quote
  double value = 0.0;            // accuracy and AUC: 0 to 1
  double low = 0.0, high = 0.0;  // its 95 % interval
  std::optional<EvaluationReport> classes;  // of a classifier
  Predictions predictions;                  // of a classifier
};

// Fails when there is no test example, and as the metrics do.
Result<Judgement> judge(const JudgeRequest& request, Progress& progress);

// "accuracy 84.8 %", "mean absolute error 0.0712", "AUC 0.934".
std::string metric_text(const std::string& metric, double value);

}  // namespace tadpole
