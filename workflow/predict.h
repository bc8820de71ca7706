// SPDX-License-Identifier: Apache-2.0
// A model's answers to the examples of a split, float or int8, for evaluation and comparison.
#pragma once
#include <optional>

#include "core/base/progress.h"
#include "core/eval/predictions.h"
#include "core/nn/model.h"
#include "core/tflite/tflite.h"
#include "workflow/task.h"

namespace tadpole {

// What a model said about a split: one row of outputs per example.
struct Outputs {
  std::vector<Example> examples;
  std::vector<std::vector<float>> values;
};

// outputs: values that the model gives per example. Fails when the user stops, or as answer does.
Result<Outputs> answer_split(const Examples& examples, Split split, std::size_t outputs,
                             const Answer& answer, Progress& progress);
// Of a classifier, for core/eval.
Predictions predictions_of(const Outputs& outputs, const std::vector<std::string>& labels);

// The float model. It must outlive the answer.
Answer float_answer(Model& model);
// An int8 or float .tflite. The executor must outlive the answer.
Answer tflite_answer(TfliteExecutor& executor);
// Of its first input; none where that is float.
std::optional<device::Quantization> input_quantization(const TfliteExecutor& executor);
// Values per example of the first output.
std::size_t output_values(const TfliteExecutor& executor);

}  // namespace tadpole
