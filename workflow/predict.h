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
// An int8, int16 or float .tflite; one that streams forgets, is given the rows of the features one
// after the other, and answers to the last. values: of one example's features. The executor must
// outlive the answer.
Answer tflite_answer(TfliteExecutor& executor, std::size_t values);
// True for a model that remembers from one run to the next: it takes one row at a time.
bool streams(const TfliteExecutor& executor);
// What the device runs: of a recipe that streams, the graph that takes one row at a time.
Result<Graph> device_graph(const Model& model, const Recipe& recipe);
Result<TfliteExecutor> executor_of(const Graph& graph);
// Of its first input where that is int8.
std::optional<device::Quantization> input_quantization(const TfliteExecutor& executor);
// The features as bytes for the first input: of a model that streams, of all rows, each as long as
// the input. Fails when the input is neither int8 or int16 with one scale nor float32, or when
// sizes do not fit. values: how many features there are.
Result<Bytes> input_bytes(const TfliteExecutor& executor, const Features& features,
                          std::size_t values);
// Runs the model on each of the rows, as many bytes each as its first input has.
Outcome run_rows(TfliteExecutor& executor, std::span<const std::uint8_t> rows);
// Values per example of the first output.
std::size_t output_values(const TfliteExecutor& executor);

}  // namespace tadpole
