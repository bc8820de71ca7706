// SPDX-License-Identifier: Apache-2.0
// The .tflite operators that the compiler knows by number. Source: TensorFlow Lite schema version
// 3, BuiltinOperator.
#pragma once
#include <string>

#include "core/graph/graph.h"

namespace tadpole::builtin {

constexpr int add = 0;
constexpr int average_pool_2d = 1;
constexpr int concatenation = 2;
constexpr int conv_2d = 3;
constexpr int depthwise_conv_2d = 4;
constexpr int dequantize = 6;
constexpr int fully_connected = 9;
constexpr int logistic = 14;
constexpr int max_pool_2d = 17;
constexpr int mul = 18;
constexpr int relu = 19;
constexpr int relu6 = 21;
constexpr int reshape = 22;
constexpr int softmax = 25;
constexpr int tanh = 28;
constexpr int custom = 32;
constexpr int pad = 34;
constexpr int mean = 40;
constexpr int sub = 41;
constexpr int squeeze = 43;
constexpr int expand_dims = 70;
constexpr int quantize = 114;

// "CONV_2D"; custom operators by their own name; "operator 77" for the rest.
std::string name(const GraphOp& op);
// What a learner may do instead of an operator that the compiler lacks.
std::string suggestion(const GraphOp& op);
// Convolutions and dense layers: input 1 holds constant weights.
bool has_weights(const GraphOp& op);

}  // namespace tadpole::builtin
