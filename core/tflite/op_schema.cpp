// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/op_schema.h"

#include <algorithm>

#include "core/tflite/op_version.h"

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
const OptionField kFullyConnected[] = {
    {0, &OpOptions::activation},
    {2, &OpOptions::keep_dims},
    {3, &OpOptions::asymmetric_quantize_inputs},
};
const OptionField kSoftmax[] = {{0, &OpOptions::beta}};
const OptionField kLeakyRelu[] = {{0, &OpOptions::alpha}};
const OptionField kAdd[] = {{0, &OpOptions::activation}, {1, &OpOptions::pot_scale_int16, 1}};
const OptionField kActivationOnly[] = {{0, &OpOptions::activation}};  // MUL, SUB
const OptionField kConcatenation[] = {{0, &OpOptions::axis}, {1, &OpOptions::activation}};
const OptionField kSplit[] = {{0, &OpOptions::num_splits}};
const OptionField kStridedSlice[] = {
    {0, &OpOptions::begin_mask},       {1, &OpOptions::end_mask},
    {2, &OpOptions::ellipsis_mask},    {3, &OpOptions::new_axis_mask},
    {4, &OpOptions::shrink_axis_mask},
};
const OptionField kResize[] = {{0, &OpOptions::align_corners}, {1, &OpOptions::half_pixel_centers}};
const OptionField kTransposeConv[] = {
    {0, &OpOptions::padding},
    {1, &OpOptions::stride_w},
    {2, &OpOptions::stride_h},
    {3, &OpOptions::activation},
};
const OptionField kSvdf[] = {
    {0, &OpOptions::rank},
    {1, &OpOptions::activation},
    {2, &OpOptions::asymmetric_quantize_inputs},
};
const OptionField kReshape[] = {{0, &OpOptions::new_shape}};
const OptionField kReducer[] = {{0, &OpOptions::keep_dims}};

constexpr OpSchema kOps[] = {
    {builtin::kAdd, OptionsTable::add, 2},
    {builtin::kAveragePool2d, OptionsTable::pool_2d, 2},
    {builtin::kConcatenation, OptionsTable::concatenation, 2},
    {builtin::kConv2d, OptionsTable::conv_2d, 3},
    {builtin::kDepthwiseConv2d, OptionsTable::depthwise_conv_2d, 3},
    {builtin::kDequantize, OptionsTable::dequantize, 2},
    {builtin::kFullyConnected, OptionsTable::fully_connected, 4},
    {builtin::kHardSwish, OptionsTable::hard_swish, 1},
    {builtin::kLeakyRelu, OptionsTable::leaky_relu, 2},
    {builtin::kLogistic, OptionsTable::none, 2},
    {builtin::kMaxPool2d, OptionsTable::pool_2d, 2},
    {builtin::kMean, OptionsTable::reducer, 2},
    {builtin::kMul, OptionsTable::mul, 2},
    {builtin::kPad, OptionsTable::pad, 2},
    {builtin::kPadV2, OptionsTable::pad_v2, 2},
    {builtin::kQuantize, OptionsTable::quantize, 2},
    {builtin::kRelu, OptionsTable::none, 2},
    {builtin::kRelu6, OptionsTable::none, 2},
    {builtin::kReshape, OptionsTable::reshape, 1},
    {builtin::kResizeNearestNeighbor, OptionsTable::resize_nearest_neighbor, 2},
    {builtin::kSoftmax, OptionsTable::softmax, 2},
    {builtin::kSplit, OptionsTable::split, 2, 1},
    {builtin::kStridedSlice, OptionsTable::strided_slice, 2},
    {builtin::kSub, OptionsTable::sub, 2},
    {builtin::kSvdf, OptionsTable::svdf, 3},
    {builtin::kTanh, OptionsTable::none, 2},
    {builtin::kTransposeConv, OptionsTable::transpose_conv, 2, 2},
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
    case builtin::kResizeNearestNeighbor:
      return op.options.align_corners || op.options.half_pixel_centers ? 3 : 1;
    case builtin::kTransposeConv:
      return op.inputs.size() > 3 && op.inputs[3] >= 0 ? 3 : 1;  // with a bias
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
    case OptionsTable::concatenation:
      return kConcatenation;
    case OptionsTable::mul:
    case OptionsTable::sub:
      return kActivationOnly;
    case OptionsTable::split:
      return kSplit;
    case OptionsTable::strided_slice:
      return kStridedSlice;
    case OptionsTable::resize_nearest_neighbor:
      return kResize;
    case OptionsTable::transpose_conv:
      return kTransposeConv;
    case OptionsTable::svdf:
      return kSvdf;
    case OptionsTable::leaky_relu:
      return kLeakyRelu;
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
  const int form = std::max(version_of_form(graph, op),
                            version_of_types(graph, op, op_schema(op.builtin)->data_input));
  if (!has_input_type(graph, op, op_schema(op.builtin)->data_input, DType::int8)) return form;
  return std::max(form, op_schema(op.builtin)->int8_version);
}

std::string runtime_for(int code, int version) {
  struct Release {
    int builtin, version;
    const char* runtime;
  };
  // Versions that came later than their neighbours; the highest that applies is first.
  constexpr Release kReleases[] = {
      {builtin::kFullyConnected, 5, "2.0.0"},
      {builtin::kHardSwish, 1, "1.15.0"},
      {builtin::kLeakyRelu, 2, "2.3.0"},
      {builtin::kLeakyRelu, 1, "1.13.1"},
      {builtin::kQuantize, 2, "2.2.0"},
      {builtin::kQuantize, 1, "1.14.0"},
      {builtin::kRelu, 2, "2.1.0"},
      {builtin::kResizeNearestNeighbor, 3, "2.3.0"},
      {builtin::kResizeNearestNeighbor, 2, "1.14.0"},
      {builtin::kResizeNearestNeighbor, 1, "1.13.1"},
      {builtin::kSvdf, 3, "2.2.0"},
      {builtin::kTanh, 1, "1.14.0"},
      {builtin::kTransposeConv, 3, "2.3.0"},
      {builtin::kTransposeConv, 2, "2.2.0"},
      {builtin::kTransposeConv, 1, "1.9.0"},
  };
  const char* late = runtime_of_types(code, version);
  if (late != nullptr) return late;
  for (const Release& release : kReleases) {
    if (release.builtin == code && version >= release.version) return release.runtime;
  }
  return version >= 2 ? "1.14.0" : "1.5.0";
}

}  // namespace tadpole
