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

const OptionField kResizeBilinear[] = {{2, &OpOptions::align_corners},
                                       {3, &OpOptions::half_pixel_centers}};
const OptionField kBlockSize[] = {{0, &OpOptions::block_size}};
const OptionField kGather[] = {{0, &OpOptions::axis}, {1, &OpOptions::batch_dims}};
const OptionField kSqueeze[] = {{0, &OpOptions::squeeze_dims}};
const OptionField kCast[] = {{0, &OpOptions::in_data_type, 0, true},
                             {1, &OpOptions::out_data_type, 0, true}};
const OptionField kOutputType[] = {{0, &OpOptions::out_data_type, 0, true}};
const OptionField kPack[] = {{0, &OpOptions::values_count}, {1, &OpOptions::axis}};  // UNPACK
const OptionField kMirrorPad[] = {{0, &OpOptions::mode, 0, true}};
const OptionField kBatchMatmul[] = {
    {0, &OpOptions::adj_x}, {1, &OpOptions::adj_y}, {2, &OpOptions::asymmetric_quantize_inputs}};
const OptionField kCumsum[] = {{0, &OpOptions::exclusive}, {1, &OpOptions::reverse}};
const OptionField kSequenceLstm[] = {
    {0, &OpOptions::activation},
    {1, &OpOptions::cell_clip},
    {2, &OpOptions::proj_clip},
    {3, &OpOptions::time_major},
    {4, &OpOptions::asymmetric_quantize_inputs},
    {5, &OpOptions::diagonal_recurrent_tensors},
};
const OptionField kCallOnce[] = {{0, &OpOptions::init_subgraph_index}};
const OptionField kIf[] = {{0, &OpOptions::then_subgraph_index},
                           {1, &OpOptions::else_subgraph_index}};
const OptionField kWhile[] = {{0, &OpOptions::cond_subgraph_index},
                              {1, &OpOptions::body_subgraph_index}};
const OptionField kVarHandle[] = {{0, &OpOptions::container}, {1, &OpOptions::shared_name}};

constexpr OpSchema kOps[] = {
    {builtin::kAbs, OptionsTable::abs, 2},
    {builtin::kAddN, OptionsTable::add_n},
    {builtin::kArgMax, OptionsTable::arg_max, 2},
    {builtin::kArgMin, OptionsTable::arg_min, 2},
    {builtin::kAssignVariable, OptionsTable::assign_variable},
    {builtin::kBatchMatmul, OptionsTable::batch_matmul, 2},
    {builtin::kBatchToSpaceNd, OptionsTable::batch_to_space_nd, 2},
    {builtin::kBroadcastTo, OptionsTable::broadcast_to, 3},
    {builtin::kCallOnce, OptionsTable::call_once},
    {builtin::kCast, OptionsTable::cast},
    {builtin::kCeil, OptionsTable::none},
    {builtin::kCos, OptionsTable::cos},
    {builtin::kCumsum, OptionsTable::cumsum},
    {builtin::kDepthToSpace, OptionsTable::depth_to_space},
    {builtin::kDiv, OptionsTable::div},
    {builtin::kElu, OptionsTable::none},
    {builtin::kEqual, OptionsTable::equal, 2},
    {builtin::kExp, OptionsTable::exp, 2},
    {builtin::kExpandDims, OptionsTable::expand_dims},
    {builtin::kFill, OptionsTable::fill},
    {builtin::kFloor, OptionsTable::none},
    {builtin::kFloorDiv, OptionsTable::floor_div},
    {builtin::kFloorMod, OptionsTable::floor_mod},
    {builtin::kGather, OptionsTable::gather, 2},
    {builtin::kGatherNd, OptionsTable::gather_nd},
    {builtin::kGreater, OptionsTable::greater, 2},
    {builtin::kGreaterEqual, OptionsTable::greater_equal, 2},
    {builtin::kIf, OptionsTable::if_op},
    {builtin::kWhile, OptionsTable::while_op},
    {builtin::kBroadcastArgs, OptionsTable::none},
    {builtin::kDynamicUpdateSlice, OptionsTable::dynamic_update_slice},
    {builtin::kEmbeddingLookup, OptionsTable::none, 3},
    {builtin::kL2Normalization, OptionsTable::l2_norm, 2},
    {builtin::kL2Pool2d, OptionsTable::pool_2d},
    {builtin::kLess, OptionsTable::less, 2},
    {builtin::kLessEqual, OptionsTable::less_equal, 2},
    {builtin::kLog, OptionsTable::none, 2},
    {builtin::kLogSoftmax, OptionsTable::log_softmax, 2},
    {builtin::kLogicalAnd, OptionsTable::logical_and},
    {builtin::kLogicalNot, OptionsTable::logical_not},
    {builtin::kLogicalOr, OptionsTable::logical_or},
    {builtin::kMaximum, OptionsTable::maximum_minimum, 2},
    {builtin::kMinimum, OptionsTable::maximum_minimum, 2},
    {builtin::kMirrorPad, OptionsTable::mirror_pad, 2},
    {builtin::kNeg, OptionsTable::neg},
    {builtin::kNotEqual, OptionsTable::not_equal, 2},
    {builtin::kPack, OptionsTable::pack, 2},
    {builtin::kPrelu, OptionsTable::none},
    {builtin::kReadVariable, OptionsTable::read_variable},
    {builtin::kReduceAll, OptionsTable::reducer},
    {builtin::kReduceAny, OptionsTable::reducer},
    {builtin::kReduceMax, OptionsTable::reducer, 2},
    {builtin::kReduceMin, OptionsTable::reducer, 2},
    {builtin::kReluN1To1, OptionsTable::none},
    {builtin::kResizeBilinear, OptionsTable::resize_bilinear, 2},
    {builtin::kReverseV2, OptionsTable::reverse_v2},
    {builtin::kRound, OptionsTable::none},
    {builtin::kRsqrt, OptionsTable::none, 2},
    {builtin::kSelectV2, OptionsTable::select_v2},
    {builtin::kShape, OptionsTable::shape},
    {builtin::kSin, OptionsTable::none},
    {builtin::kSlice, OptionsTable::slice, 2},
    {builtin::kSpaceToBatchNd, OptionsTable::space_to_batch_nd, 2},
    {builtin::kSpaceToDepth, OptionsTable::space_to_depth, 2},
    {builtin::kSplitV, OptionsTable::split_v, 2},
    {builtin::kSqrt, OptionsTable::none},
    {builtin::kSquare, OptionsTable::square},
    {builtin::kSquaredDifference, OptionsTable::squared_difference, 2},
    {builtin::kSqueeze, OptionsTable::squeeze},
    {builtin::kSum, OptionsTable::reducer, 2},
    {builtin::kTranspose, OptionsTable::transpose, 2},
    {builtin::kUnidirectionalSequenceLstm, OptionsTable::unidirectional_sequence_lstm},
    {builtin::kUnpack, OptionsTable::unpack, 2},
    {builtin::kVarHandle, OptionsTable::var_handle},
    {builtin::kZerosLike, OptionsTable::zeros_like},
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
    case builtin::kBroadcastTo:
      return 2;
    case builtin::kGather:
      return op.options.batch_dims != 0 ? 5 : 1;
    case builtin::kNotEqual:
    case builtin::kEqual:
      return has_input_type(graph, op, 0, DType::boolean) ? 2 : 1;
    case builtin::kResizeBilinear:
      return op.options.half_pixel_centers ? 3 : 1;
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
    case OptionsTable::l2_norm:
    case OptionsTable::div:
      return kActivationOnly;
    case OptionsTable::resize_bilinear:
      return kResizeBilinear;
    case OptionsTable::space_to_depth:
    case OptionsTable::depth_to_space:
      return kBlockSize;
    case OptionsTable::gather:
      return kGather;
    case OptionsTable::squeeze:
      return kSqueeze;
    case OptionsTable::cast:
      return kCast;
    case OptionsTable::arg_max:
    case OptionsTable::arg_min:
    case OptionsTable::shape:
      return kOutputType;
    case OptionsTable::pack:
    case OptionsTable::unpack:
      return kPack;
    case OptionsTable::split_v:
      return kSplit;
    case OptionsTable::mirror_pad:
      return kMirrorPad;
    case OptionsTable::batch_matmul:
      return kBatchMatmul;
    case OptionsTable::cumsum:
      return kCumsum;
    case OptionsTable::unidirectional_sequence_lstm:
      return kSequenceLstm;
    case OptionsTable::call_once:
      return kCallOnce;
    case OptionsTable::if_op:
      return kIf;
    case OptionsTable::while_op:
      return kWhile;
    case OptionsTable::var_handle:
      return kVarHandle;
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
      {builtin::kAssignVariable, 1, "2.6.0"},
      {builtin::kBatchMatmul, 1, "2.3.0"},
      {builtin::kBroadcastTo, 2, "2.5.0"},
      {builtin::kCallOnce, 1, "2.6.0"},
      {builtin::kCumsum, 1, "2.4.0"},
      {builtin::kExp, 2, "2.12.0"},
      {builtin::kFullyConnected, 5, "2.0.0"},
      {builtin::kBroadcastArgs, 1, "2.6.0"},
      {builtin::kDynamicUpdateSlice, 1, "2.9.0"},
      {builtin::kHardSwish, 1, "1.15.0"},
      {builtin::kIf, 1, "1.15.0"},
      {builtin::kWhile, 1, "1.15.0"},
      {builtin::kLeakyRelu, 2, "2.3.0"},
      {builtin::kLeakyRelu, 1, "1.13.1"},
      {builtin::kLog, 2, "2.12.0"},
      {builtin::kQuantize, 2, "2.2.0"},
      {builtin::kQuantize, 1, "1.14.0"},
      {builtin::kReadVariable, 1, "2.6.0"},
      {builtin::kRelu, 2, "2.1.0"},
      {builtin::kResizeNearestNeighbor, 3, "2.3.0"},
      {builtin::kResizeNearestNeighbor, 2, "1.14.0"},
      {builtin::kResizeNearestNeighbor, 1, "1.13.1"},
      {builtin::kRsqrt, 2, "2.5.0"},
      {builtin::kSelectV2, 1, "2.2.0"},
      {builtin::kSquaredDifference, 2, "2.5.0"},
      {builtin::kSvdf, 3, "2.2.0"},
      {builtin::kTanh, 1, "1.14.0"},
      {builtin::kTransposeConv, 3, "2.3.0"},
      {builtin::kTransposeConv, 2, "2.2.0"},
      {builtin::kTransposeConv, 1, "1.9.0"},
      {builtin::kVarHandle, 1, "2.6.0"},
  };
  const char* late = runtime_of_types(code, version);
  if (late != nullptr) return late;
  for (const Release& release : kReleases) {
    if (release.builtin == code && version >= release.version) return release.runtime;
  }
  return version >= 2 ? "1.14.0" : "1.5.0";
}

}  // namespace tadpole
