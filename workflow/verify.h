// SPDX-License-Identifier: Apache-2.0
// Verify: one .tflite file on the host, on a virtual board and in a foreign runtime, compared
// tensor by tensor.
#pragma once
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "workflow/infer.h"

namespace tadpole {

struct VerifyOptions {
  std::string board = "virtual-m4";  // empty: no board
  // A foreign runtime: a program and its first words. It is started as
  //   COMMAND... MODEL.tflite INPUT.bin FOLDER
  // with the bytes of all inputs, one after the other, and writes output i to FOLDER/i.bin. The
  // model it is given has every computed tensor among its outputs. Empty: none.
  std::vector<std::string> runtime = {};
  // Bytes of the first input tensor, one input after the other; empty: inputs of a generator, seeds
  // 1, 2, 3 (generated_input()).
  Path inputs = {};
  Path folder = {};  // of the firmware that is built; empty: a folder that is removed again
  // How far the foreign runtime may be away: integer outputs in steps; float outputs as a share of
  // the largest value of the tensor. The board's bytes have to be equal, but for float models,
  // which have the same bound.
  int steps = 2;
  double share = 1e-4;
};

// json: {model, inputs, operators, agrees, against: [{name, agrees, worst, tensors: [{tensor, name,
// op, type, values, differing, largest}]}]}, one entry for the board and one for the runtime.
// `agrees` is false when anything differs by more than is allowed; the text says where first. Fails
// when the host cannot run the model (operator, index, tensor names, what to do), and when the
// board or the runtime was asked for and cannot run (tools missing, does not fit).
Result<InferAnswer> verify(const Path& model, const VerifyOptions& options, Progress& progress);

}  // namespace tadpole
