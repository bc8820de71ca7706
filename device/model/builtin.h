// SPDX-License-Identifier: Apache-2.0
// The numbers of .tflite's built-in operators, element types and option tables.
// Source: TensorFlow Lite schema version 3.
#pragma once
#include <cstdint>

namespace tadpole {

namespace builtin {
inline constexpr int kAdd = 0, kAveragePool2d = 1, kConcatenation = 2, kConv2d = 3,
                     kDepthwiseConv2d = 4, kDequantize = 6, kFullyConnected = 9, kLogistic = 14,
                     kMaxPool2d = 17, kMul = 18, kRelu = 19, kReluN1To1 = 20, kRelu6 = 21,
                     kReshape = 22, kSoftmax = 25, kSvdf = 27, kTanh = 28, kCustom = 32, kPad = 34,
                     kMean = 40, kSub = 41, kUnidirectionalSequenceLstm = 44, kStridedSlice = 45,
                     kSplit = 49, kPadV2 = 60, kTransposeConv = 67, kResizeNearestNeighbor = 97,
                     kLeakyRelu = 98, kQuantize = 114, kHardSwish = 117;
inline constexpr int kDepthToSpace = 5, kEmbeddingLookup = 7, kFloor = 8, kL2Normalization = 11,
                     kL2Pool2d = 12, kResizeBilinear = 23, kSpaceToDepth = 26, kGather = 36,
                     kBatchToSpaceNd = 37, kSpaceToBatchNd = 38, kTranspose = 39, kDiv = 42,
                     kSqueeze = 43, kExp = 47, kLogSoftmax = 50, kCast = 53, kPrelu = 54,
                     kMaximum = 55, kArgMax = 56, kMinimum = 57, kLess = 58, kNeg = 59,
                     kGreater = 61, kGreaterEqual = 62, kLessEqual = 63, kSlice = 65, kSin = 66,
                     kExpandDims = 70, kEqual = 71, kNotEqual = 72, kLog = 73, kSum = 74,
                     kSqrt = 75, kRsqrt = 76, kShape = 77, kArgMin = 79, kReduceMax = 82,
                     kPack = 83, kLogicalOr = 84, kLogicalAnd = 86, kLogicalNot = 87, kUnpack = 88,
                     kReduceMin = 89, kFloorDiv = 90, kReduceAny = 91, kSquare = 92,
                     kZerosLike = 93, kFill = 94, kFloorMod = 95, kSquaredDifference = 99,
                     kMirrorPad = 100, kAbs = 101, kSplitV = 102, kCeil = 104, kReverseV2 = 105,
                     kAddN = 106, kGatherNd = 107, kCos = 108, kElu = 111, kRound = 116, kIf = 118,
                     kWhile = 119, kSelectV2 = 123, kBatchMatmul = 126, kCumsum = 128,
                     kCallOnce = 129, kBroadcastTo = 130, kReduceAll = 140, kVarHandle = 142,
                     kReadVariable = 143, kAssignVariable = 144, kBroadcastArgs = 145,
                     kDynamicUpdateSlice = 151;
}  // namespace builtin

// The kinds of option tables an operator may carry (the union BuiltinOptions).
enum class OptionsTable : std::uint8_t {
  none = 0,
  conv_2d = 1,
  depthwise_conv_2d = 2,
  pool_2d = 5,
  svdf = 6,
  fully_connected = 8,
  softmax = 9,
  concatenation = 10,
  add = 11,
  l2_norm = 12,
  resize_bilinear = 15,
  reshape = 17,
  space_to_depth = 19,
  mul = 21,
  pad = 22,
  gather = 23,
  batch_to_space_nd = 24,
  space_to_batch_nd = 25,
  transpose = 26,
  reducer = 27,
  sub = 28,
  div = 29,
  squeeze = 30,
  strided_slice = 32,
  exp = 33,
  split = 35,
  log_softmax = 36,
  cast = 37,
  dequantize = 38,
  maximum_minimum = 39,
  arg_max = 40,
  less = 41,
  neg = 42,
  pad_v2 = 43,
  greater = 44,
  greater_equal = 45,
  less_equal = 46,
  slice = 48,
  transpose_conv = 49,
  expand_dims = 52,
  equal = 53,
  not_equal = 54,
  shape = 55,
  arg_min = 57,
  pack = 59,
  logical_or = 60,
  logical_and = 62,
  logical_not = 63,
  unpack = 64,
  floor_div = 65,
  square = 66,
  zeros_like = 67,
  fill = 68,
  unidirectional_sequence_lstm = 71,
  floor_mod = 72,
  resize_nearest_neighbor = 74,
  leaky_relu = 75,
  squared_difference = 76,
  mirror_pad = 77,
  abs = 78,
  split_v = 79,
  reverse_v2 = 81,
  add_n = 82,
  gather_nd = 83,
  cos = 84,
  quantize = 89,
  hard_swish = 91,
  if_op = 92,
  while_op = 93,
  depth_to_space = 94,
  select_v2 = 98,
  batch_matmul = 101,
  cumsum = 102,
  call_once = 103,
  broadcast_to = 104,
  var_handle = 111,
  read_variable = 112,
  assign_variable = 113,
  dynamic_update_slice = 117,
};

// Numbers of element types in a file; the rest of them we do not read.
namespace tensor_type {
inline constexpr int kFloat32 = 0, kFloat16 = 1, kInt32 = 2, kUint8 = 3, kInt64 = 4, kString = 5,
                     kBool = 6, kInt16 = 7, kInt8 = 9, kUint64 = 12, kResource = 13, kUint32 = 15;
}

// "CONV_2D"; "?" for a number outside the table. A static text.
const char* builtin_name(int code);
// "STRING"; "?" for a number outside the table.
const char* tensor_type_name(int type);

}  // namespace tadpole
