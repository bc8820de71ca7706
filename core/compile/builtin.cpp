// SPDX-License-Identifier: Apache-2.0
#include "core/compile/builtin.h"

#include <fmt/format.h>

namespace tadpole::builtin {
namespace {

struct Instead {
  int code;
  const char* idea;
};

constexpr Instead kInstead[] = {
    {kRelu, "fuse the ReLU into the layer before it"},
    {kRelu6, "fuse the ReLU6 into the layer before it"},
    {16 /* LSTM */, "use a convolution over time"},
    {23 /* RESIZE_BILINEAR */, "resize before the model"},
    {39 /* TRANSPOSE */, "keep the order batch, height, width, channels"},
    {kUnidirectionalSequenceLstm, "use a convolution over time"},
};

}  // namespace

std::string name(const GraphOp& op) {
  if (op.builtin == kCustom) return op.custom_name.empty() ? "CUSTOM" : op.custom_name;
  const std::string known = builtin_name(op.builtin);
  return known != "?" ? known : fmt::format("operator {}", op.builtin);
}

std::string suggestion(const GraphOp& op) {
  std::string idea = "use int8 tensors of one image with fixed shapes, or another layer";
  for (const Instead& instead : kInstead) {
    if (instead.code == op.builtin) idea = instead.idea;
  }
  return "the compiler has no kernel for this operator with these types and shapes; " + idea;
}

bool has_weights(const GraphOp& op) {
  return op.builtin == kConv2d || op.builtin == kDepthwiseConv2d || op.builtin == kFullyConnected;
}

}  // namespace tadpole::builtin
