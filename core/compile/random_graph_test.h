// SPDX-License-Identifier: Apache-2.0
// For tests: small quantized graphs with random weights, made by hand.
#pragma once
#include <fmt/format.h>

#include <cstring>
#include <string>

#include "core/base/rng.h"
#include "core/compile/builtin.h"
#include "core/graph/graph.h"

namespace tadpole {

class GraphMaker {
 public:
  explicit GraphMaker(std::uint64_t seed) : rng_(seed) {}
  Graph graph;

  int activation(std::vector<int> shape, float scale, std::int64_t zero_point) {
    return add({fmt::format("t{}", graph.tensors.size()),
                DType::int8,
                std::move(shape),
                {{scale}, {zero_point}, 0},
                {},
                false});
  }
  // Weights with one scale per channel of `axis`.
  int weights(std::vector<int> shape, int axis) {
    GraphTensor t{
        fmt::format("w{}", graph.tensors.size()), DType::int8, std::move(shape), {}, {}, false};
    const int channels = t.shape[static_cast<std::size_t>(axis)];
    for (int c = 0; c < channels; ++c) {
      t.quantization.scale.push_back(static_cast<float>(rng_.uniform(0.002, 0.02)));
      t.quantization.zero_point.push_back(0);
    }
    t.quantization.axis = axis;
    for (std::size_t i = 0; i < t.elements(); ++i)
      t.data.push_back(static_cast<std::uint8_t>(rng_.below(255) + 129));
    return add(std::move(t));
  }
  int bias(int channels) {
    GraphTensor t{
        fmt::format("b{}", graph.tensors.size()), DType::int32, {channels}, {}, {}, false};
    for (int c = 0; c < channels; ++c) {
      const auto value = static_cast<std::int32_t>(rng_.uniform(-3000.0, 3000.0));
      std::uint8_t bytes[4];
      std::memcpy(bytes, &value, 4);
      t.data.insert(t.data.end(), bytes, bytes + 4);
    }
    return add(std::move(t));
  }
  GraphOp& op(int builtin, std::vector<int> inputs, int output) {
    GraphOp op;
    op.builtin = builtin;
    op.inputs = std::move(inputs);
    op.outputs = {output};
    graph.ops.push_back(op);
    return graph.ops.back();
  }
  Bytes random_bytes(std::size_t n) {
    Bytes bytes(n);
    for (std::uint8_t& b : bytes) b = static_cast<std::uint8_t>(rng_.below(256));
    return bytes;
  }
  Rng& rng() { return rng_; }

 private:
  int add(GraphTensor t) {
    graph.tensors.push_back(std::move(t));
    return static_cast<int>(graph.tensors.size()) - 1;
  }
  Rng rng_;
};

}  // namespace tadpole
