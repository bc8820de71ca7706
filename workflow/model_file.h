// SPDX-License-Identifier: Apache-2.0
// What can be done with a .tflite file alone, whoever made it: how often it is right on labelled
// inputs, and what can be taken out of it without changing an answer. To ask it one thing:
// infer.h; to build firmware of it: deploy.h; to compare it with other runtimes: verify.h.
#pragma once
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "workflow/infer.h"

namespace tadpole {

struct EvaluateModelOptions {
  Path samples;  // a manifest (file,label): each file holds the raw bytes of the first input tensor
  // Names of the outputs, in their order; empty: the notes in the model, else labels are the
  // numbers of outputs.
  std::vector<std::string> labels = {};
};

// Accuracy with its 95 % interval (Wilson, clips as independent), recall per class, the confusion
// matrix. Fails when a file's size does not fit the input, when a label is none of the outputs, and
// as the executor does: the message names the file.
Result<InferAnswer> evaluate_model(const Path& model, const EvaluateModelOptions& options,
                                   Progress& progress);

// Takes out channels that cannot change the answer (core/quant/dead_channels.h) and writes the
// result to `output` (empty: beside the model as <name>_small.tflite), with the notes it carried.
// Before it is written, both models answer three generated inputs: int8 models byte for byte the
// same. Fails when they do not, when the model cannot run, and when the output would replace the
// model.
Result<InferAnswer> optimize_model(const Path& model, const Path& output);

}  // namespace tadpole
