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
  reshape = 17,
  mul = 21,
  pad = 22,
  reducer = 27,
  sub = 28,
  strided_slice = 32,
  split = 35,
  dequantize = 38,
  pad_v2 = 43,
  transpose_conv = 49,
  resize_nearest_neighbor = 74,
  leaky_relu = 75,
  quantize = 89,
  hard_swish = 91,
};

// Numbers of element types in a file; the rest of them we do not read.
namespace tensor_type {
inline constexpr int kFloat32 = 0, kFloat16 = 1, kInt32 = 2, kUint8 = 3, kInt64 = 4, kString = 5,
                     kBool = 6, kInt16 = 7, kInt8 = 9;
}

// "CONV_2D"; "?" for a number outside the table. A static text.
const char* builtin_name(int code);
// "STRING"; "?" for a number outside the table.
const char* tensor_type_name(int type);

}  // namespace tadpole
