// SPDX-License-Identifier: Apache-2.0
// ONNX to our float graph. START HERE: read_onnx.h gives the nodes, operators/ holds one file per
// group of them, importer.h what they share, layout.h how NCHW becomes NHWC without transposes.
// Source: ONNX operators, opset 13 and later, as PyTorch exports them.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/onnx/layout.h"

namespace tadpole {

// An input or output of the model, there and here.
struct ImportedTensor {
  std::string name;
  Dims onnx_shape;        // batch 1 where it was dynamic
  Dims shape;             // of the graph's tensor
  std::vector<int> axes;  // our axes in ONNX's numbers, the outermost first
  // "NHWC (ONNX: NCHW)"; "" when nothing changed.
  std::string order_text() const;
  // Values as ONNX counts them, as our tensor counts them, and back. Expects:
  // element_count(shape) values.
  std::vector<float> to_ours(std::span<const float> onnx) const;
  std::vector<float> to_onnx(std::span<const float> ours) const;
};

struct ImportedModel {
  Graph graph;  // float32, NHWC
  std::vector<ImportedTensor> inputs, outputs;
  std::vector<std::string> notes;  // what the user must know: sentences
  std::string producer;
  std::size_t onnx_nodes = 0;
};

// Convolutions, dense layers and what follows them are folded: batch norm, constant factors and
// sums, relu. Fails when the bytes are no model (see read_onnx()), for an opset below 13, for
// dynamic dimensions but the batch, and for an operator or a form of one that we lack: the message
// names the node, its tensors and a rewrite.
Result<ImportedModel> import_onnx(std::span<const std::uint8_t> bytes);

}  // namespace tadpole
