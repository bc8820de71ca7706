// SPDX-License-Identifier: Apache-2.0
// Small models for tests.
#pragma once
#include <cstring>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole {

template <typename T>
std::vector<std::uint8_t> as_bytes(const std::vector<T>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

inline GraphTensor int8_tensor(const std::string& name, std::vector<int> shape, float scale,
                               int zero_point) {
  return {name, DType::int8, std::move(shape), {{scale}, {zero_point}, 0}, {}, false};
}

// CONV_2D (2x2 over 2x2x1, two channels with their own scales) -> FULLY_CONNECTED (2 to 3) ->
// SOFTMAX.
inline Graph small_int8_graph() {
  Graph graph;
  graph.tensors = {
      int8_tensor("input", {1, 2, 2, 1}, 0.5F, 3),
      int8_tensor("filter", {2, 2, 2, 1}, 0.25F, 0),
      {"conv_bias",
       DType::int32,
       {2},
       {{0.125F, 0.0625F}, {0, 0}, 0},
       as_bytes<std::int32_t>({4, -4}),
       false},
      int8_tensor("conv", {1, 1, 1, 2}, 0.5F, -128),
      int8_tensor("weights", {3, 2}, 0.5F, 0),
      {"bias", DType::int32, {3}, {{0.25F}, {0}, 0}, as_bytes<std::int32_t>({1, 2, 3}), false},
      int8_tensor("dense", {1, 3}, 0.25F, 0),
      int8_tensor("softmax", {1, 3}, 1.0F / 256.0F, -128),
  };
  graph.tensors[1].quantization = {{0.25F, 0.125F}, {0, 0}, 0};
  graph.tensors[1].data = {1, 2, 3, 4, 5, 6, 7, 8};
  graph.tensors[4].data = {1, 2, 3, 4, 5, 6};
  GraphOp conv{builtin::kConv2d, "", 1, {0, 1, 2}, {3}, {}};
  conv.options.activation = Activation::relu;
  const GraphOp dense{builtin::kFullyConnected, "", 1, {3, 4, 5}, {6}, {}};
  const GraphOp softmax{builtin::kSoftmax, "", 1, {6}, {7}, {}};
  graph.ops = {conv, dense, softmax};
  graph.inputs = {0};
  graph.outputs = {7};
  graph.description = "a model for tests";
  return graph;
}

}  // namespace tadpole
