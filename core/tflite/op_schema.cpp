// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/op_schema.h"

#include <algorithm>

namespace tadpole {
namespace {

const OptionField kConv2d[] = {
    {0, &OpOptions::padding},    {1, &OpOptions::stride_w},      {2, &OpOptions::stride_h},
    {3, &OpOptions::activation}, {4, &OpOptions::dilation_w, 1}, {5, &OpOptions::dilation_h, 1},
};
const OptionField kDepthwiseConv2d[] = {
    {0, &OpOptions::padding},          {1, &OpOptions::stride_w},   {2, &OpOptions::stride_h},
    {3, &OpOptions::depth_multiplier}, {4, &OpOptions::activation}, {5, &OpOptions::dilation_w, 1},
    {6, &OpOptions::dilation_h, 1},
};
const OptionField kPool2d[] = {
    {0, &OpOptions::padding},  {1, &OpOptions::stride_w}, {2, &OpOptions::stride_h},
    {3, &OpOptions::filter_w}, {4, &OpOptions::filter_h}, {5, &OpOptions::activation},
};
const OptionField kFullyConnected[] = {{0, &OpOptions::activation}, {2, &OpOptions::keep_dims}};
const OptionField kSoftmax[] = {{0, &OpOptions::beta}};
const OptionField kAdd[] = {{0, &OpOptions::activation}, {1, &OpOptions::pot_scale_int16, 1}};
const OptionField kReshape[] = {{0, &OpOptions::new_shape}};
const OptionField kReducer[] = {{0, &OpOptions::keep_dims}};

constexpr OpSchema kOps[] = {
    {builtin::kAdd, OptionsTable::add, 2},
    {builtin::kAveragePool2d, OptionsTable::pool_2d, 2},
    {builtin::kConv2d, OptionsTable::conv_2d, 3},
    {builtin::kDepthwiseConv2d, OptionsTable::depthwise_conv_2d, 3},
    {builtin::kDequantize, OptionsTable::dequantize, 2},
    {builtin::kFullyConnected, OptionsTable::fully_connected, 4},
    {builtin::kLogistic, OptionsTable::none, 2},
    {builtin::kMaxPool2d, OptionsTable::pool_2d, 2},
    {builtin::kMean, OptionsTable::reducer, 2},
    {builtin::kPad, OptionsTable::pad, 2},
    {builtin::kQuantize, OptionsTable::quantize, 2},
    {builtin::kRelu, OptionsTable::none, 2},
    {builtin::kRelu6, OptionsTable::none, 2},
    {builtin::kReshape, OptionsTable::reshape, 1},
    {builtin::kSoftmax, OptionsTable::softmax, 2},
};

bool has_input_type(const Graph& graph, const GraphOp& op, std::size_t i, DType type) {
  return i < op.inputs.size() && op.inputs[i] >= 0 && graph.tensors[op.inputs[i]].type == type;
}

bool is_dilated(const GraphOp& op) {
  return op.options.dilation_w != 1 || op.options.dilation_h != 1;
}

// Versions that options or shapes ask for, beside the element type.
int version_of_form(const Graph& graph, const GraphOp& op) {
  switch (op.builtin) {
    case builtin::kDepthwiseConv2d:
      return is_dilated(op) ? 2 : 1;
    case builtin::kFullyConnected:
      if (op.inputs.size() < 3 || op.inputs[2] < 0) return 6;  // no bias
      return op.options.keep_dims ? 5 : 1;
    case builtin::kQuantize:
      return has_input_type(graph, op, 0, DType::float32) ? 1 : 2;
    default:
      return 1;
  }
}

}  // namespace

std::span<const OptionField> option_fields(OptionsTable table) {
  switch (table) {
    case OptionsTable::conv_2d:
      return kConv2d;
    case OptionsTable::depthwise_conv_2d:
      return kDepthwiseConv2d;
    case OptionsTable::pool_2d:
      return kPool2d;
    case OptionsTable::fully_connected:
      return kFullyConnected;
    case OptionsTable::softmax:
      return kSoftmax;
    case OptionsTable::add:
      return kAdd;
    case OptionsTable::reshape:
      return kReshape;
    case OptionsTable::reducer:
      return kReducer;
    default:
      return {};
  }
}

const OpSchema* op_schema(int code) {
  for (const OpSchema& schema : kOps) {
    if (schema.builtin == code) return &schema;
  }
  return nullptr;
}

int required_version(const Graph& graph, const GraphOp& op) {
  const int form = version_of_form(graph, op);
  if (!has_input_type(graph, op, 0, DType::int8)) return form;
  return std::max(form, op_schema(op.builtin)->int8_version);
}

std::string runtime_for(int code, int version) {
  if (code == builtin::kFullyConnected && version >= 5) return "2.0.0";
  if (code == builtin::kRelu && version >= 2) return "2.1.0";
  if (code == builtin::kQuantize) return version >= 2 ? "2.2.0" : "1.14.0";
  return version >= 2 ? "1.14.0" : "1.5.0";
}

}  // namespace tadpole
