// SPDX-License-Identifier: Apache-2.0
// Deploy: the int8 model -> deploy/: firmware for a board, built and run; a C++ library that stands
// alone.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Compiles the model, refuses what does not fit the board before building, builds the firmware,
// runs it on the test clips and compares features and outputs with the host byte for byte. Fails
// when optimize has not run.
Result<StageResult> deploy(Project& project, Progress& progress);

struct DeployModelOptions {
  std::string board = "virtual-m4";
  std::vector<Path> inputs;  // raw bytes of the first input tensor; none: generated ones
  Path output;               // folder to write; empty: <model>-deploy beside the model
};
// The same for any .tflite file: no features, raw input bytes.
Result<StageResult> deploy_model(const Path& model, const DeployModelOptions& options,
                                 Progress& progress);

}  // namespace tadpole
