// SPDX-License-Identifier: Apache-2.0
#include "core/compile/builtin.h"

#include <fmt/format.h>

#include <iterator>

namespace tadpole::builtin {
namespace {

struct Named {
  int code;
  const char* name;
  const char* instead;  // nullptr: nothing better than another layer
};

constexpr Named kNames[] = {
    {add, "ADD", nullptr},
    {average_pool_2d, "AVERAGE_POOL_2D", nullptr},
    {concatenation, "CONCATENATION", nullptr},
    {conv_2d, "CONV_2D", nullptr},
    {depthwise_conv_2d, "DEPTHWISE_CONV_2D", nullptr},
    {dequantize, "DEQUANTIZE", nullptr},
    {fully_connected, "FULLY_CONNECTED", nullptr},
    {logistic, "LOGISTIC", nullptr},
    {max_pool_2d, "MAX_POOL_2D", nullptr},
    {mul, "MUL", nullptr},
    {relu, "RELU", "fuse the ReLU into the layer before it"},
    {relu6, "RELU6", "fuse the ReLU6 into the layer before it"},
    {reshape, "RESHAPE", nullptr},
    {softmax, "SOFTMAX", nullptr},
    {tanh, "TANH", nullptr},
    {pad, "PAD", nullptr},
    {mean, "MEAN", nullptr},
    {sub, "SUB", nullptr},
    {squeeze, "SQUEEZE", nullptr},
    {expand_dims, "EXPAND_DIMS", nullptr},
    {quantize, "QUANTIZE", nullptr},
    {5, "DEPTH_TO_SPACE", nullptr},
    {16, "LSTM", "use a convolution over time"},
    {23, "RESIZE_BILINEAR", "resize before the model"},
    {27, "SVDF", "use a depthwise convolution over time"},
    {35, "GATHER", nullptr},
    {39, "TRANSPOSE", "keep the order batch, height, width, channels"},
    {44, "UNIDIRECTIONAL_SEQUENCE_LSTM", "use a convolution over time"},
    {45, "STRIDED_SLICE", "cut the input before the model"},
    {49, "SPLIT", nullptr},
    {67, "TRANSPOSE_CONV", nullptr},
    {97, "RESIZE_NEAREST_NEIGHBOR", "resize before the model"},
    {117, "HARD_SWISH", "use ReLU6"},
};

const Named* find(int code) {
  for (const Named& named : kNames) {
    if (named.code == code) return &named;
  }
  return nullptr;
}

}  // namespace

std::string name(const GraphOp& op) {
  if (op.builtin == custom) return op.custom_name.empty() ? "CUSTOM" : op.custom_name;
  const Named* named = find(op.builtin);
  return named != nullptr ? named->name : fmt::format("operator {}", op.builtin);
}

std::string suggestion(const GraphOp& op) {
  const Named* named = find(op.builtin);
  const std::string instead =
      named != nullptr && named->instead != nullptr
          ? named->instead
          : "use int8 tensors of one image with fixed shapes, or another layer";
  return "the compiler has no kernel for this operator with these types and shapes; " + instead;
}

bool has_weights(const GraphOp& op) {
  return op.builtin == conv_2d || op.builtin == depthwise_conv_2d || op.builtin == fully_connected;
}

}  // namespace tadpole::builtin
