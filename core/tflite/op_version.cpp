// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/op_version.h"

#include <algorithm>

#include "device/model/builtin.h"

namespace tadpole {
namespace {

const GraphTensor* input_at(const Graph& graph, const GraphOp& op, std::size_t i) {
  if (i >= op.inputs.size() || op.inputs[i] < 0) return nullptr;
  return &graph.tensors[static_cast<std::size_t>(op.inputs[i])];
}

int int16_version(int code) {
  switch (code) {
    case builtin::kLeakyRelu:
    case builtin::kQuantize:
    case builtin::kTransposeConv:
      return 2;
    case builtin::kConv2d:
    case builtin::kMul:
    case builtin::kSplit:
    case builtin::kResizeNearestNeighbor:
      return 4;
    case builtin::kDepthwiseConv2d:
    case builtin::kSub:
      return 5;
    case builtin::kFullyConnected:
      return 7;
    case builtin::kAdd:
    case builtin::kAveragePool2d:
    case builtin::kConcatenation:
    case builtin::kDequantize:
    case builtin::kLogistic:
    case builtin::kMaxPool2d:
    case builtin::kMean:
    case builtin::kPad:
    case builtin::kPadV2:
    case builtin::kRelu:
    case builtin::kRelu6:
    case builtin::kSoftmax:
    case builtin::kTanh:
      return 3;
    default:
      return 1;
  }
}

int dynamic_range_version(const GraphOp& op, const GraphTensor& weights) {
  const bool per_channel = weights.quantization.scale.size() > 1;
  switch (op.builtin) {
    case builtin::kConv2d:
      return per_channel ? 5 : 2;
    case builtin::kDepthwiseConv2d:
      return per_channel ? 6 : 4;
    case builtin::kFullyConnected:
      if (per_channel) return 12;
      return op.options.asymmetric_quantize_inputs ? 9 : 3;
    case builtin::kSvdf:
      return op.options.asymmetric_quantize_inputs ? 4 : 2;
    default:
      return 1;
  }
}

}  // namespace

int version_of_types(const Graph& graph, const GraphOp& op, std::size_t data_input) {
  const GraphTensor* data = input_at(graph, op, data_input);
  const GraphTensor* weights = input_at(graph, op, 1);
  if (data == nullptr) return 1;
  if (op.builtin == builtin::kQuantize && !op.outputs.empty() &&
      graph.tensors[static_cast<std::size_t>(op.outputs[0])].type == DType::int16)
    return 2;
  if (data->type == DType::int16) return int16_version(op.builtin);
  if (weights == nullptr) return 1;
  const bool dynamic = data->type == DType::float32 && weights->type == DType::int8;
  return dynamic ? dynamic_range_version(op, *weights) : 1;
}

const char* runtime_of_types(int code, int version) {
  struct Release {
    int builtin, version;
    const char* runtime;
  };
  // The highest version that applies is first.
  constexpr Release kReleases[] = {
      {builtin::kConv2d, 7, "2.11.0"},
      {builtin::kConv2d, 5, "2.4.0"},
      {builtin::kConv2d, 4, "2.3.0"},
      {builtin::kDepthwiseConv2d, 7, "2.11.0"},
      {builtin::kDepthwiseConv2d, 5, "2.3.0"},
      {builtin::kDepthwiseConv2d, 4, "2.2.0"},
      {builtin::kFullyConnected, 12, "2.17.0"},
      {builtin::kFullyConnected, 10, "2.11.0"},
      {builtin::kFullyConnected, 7, "2.3.0"},
      {builtin::kSub, 5, "2.4.0"},
      {builtin::kMul, 4, "2.4.0"},
      {builtin::kSplit, 4, "2.4.0"},
      {builtin::kAdd, 3, "2.4.0"},
      {builtin::kAveragePool2d, 3, "2.3.0"},
      {builtin::kConcatenation, 3, "2.3.0"},
      {builtin::kDequantize, 3, "2.2.0"},
      {builtin::kLogistic, 3, "2.3.0"},
      {builtin::kMaxPool2d, 3, "2.3.0"},
      {builtin::kMean, 3, "2.4.0"},
      {builtin::kPad, 3, "2.4.0"},
      {builtin::kPadV2, 3, "2.4.0"},
      {builtin::kRelu, 3, "2.5.0"},
      {builtin::kRelu6, 3, "2.5.0"},
      {builtin::kResizeNearestNeighbor, 4, "2.4.0"},
      {builtin::kSoftmax, 3, "2.3.0"},
      {builtin::kTanh, 3, "2.3.0"},
  };
  for (const Release& release : kReleases) {
    if (release.builtin == code && version >= release.version) return release.runtime;
  }
  return nullptr;
}

}  // namespace tadpole
