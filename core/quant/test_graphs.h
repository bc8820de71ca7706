// SPDX-License-Identifier: Apache-2.0
// Small float graphs for tests.
#pragma once
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole::test {

inline std::vector<std::uint8_t> bytes_of(const std::vector<float>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(float));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

// Adds operators one after the other to a float graph of one input.
class GraphBuilder {
 public:
  explicit GraphBuilder(std::vector<int> input) {
    graph_.inputs = {tensor("input", std::move(input))};
    current_ = graph_.inputs[0];
  }
  int current() const { return current_; }
  GraphBuilder& conv(std::vector<int> kernel, std::vector<float> weights, std::vector<float> bias,
                     std::vector<int> out, Activation activation = Activation::none) {
    return weighted(builtin::kConv2d, std::move(kernel), std::move(weights), std::move(bias),
                    std::move(out), activation);
  }
  GraphBuilder& depthwise(std::vector<int> kernel, std::vector<float> weights,
                          std::vector<float> bias, std::vector<int> out,
                          Activation activation = Activation::none) {
    return weighted(builtin::kDepthwiseConv2d, std::move(kernel), std::move(weights),
                    std::move(bias), std::move(out), activation);
  }
  GraphBuilder& dense(std::vector<int> kernel, std::vector<float> weights, std::vector<float> bias,
                      std::vector<int> out) {
    return weighted(builtin::kFullyConnected, std::move(kernel), std::move(weights),
                    std::move(bias), std::move(out), Activation::none);
  }
  GraphBuilder& op(int code, std::vector<int> out, OpOptions options = {},
                   std::vector<int> more = {}) {
    std::vector<int> inputs = {current_};
    inputs.insert(inputs.end(), more.begin(), more.end());
    const int result = tensor("t" + std::to_string(graph_.tensors.size()), std::move(out));
    graph_.ops.push_back({code, "", 1, inputs, {result}, std::move(options)});
    current_ = result;
    return *this;
  }
  int constant(const std::string& name, std::vector<int> shape, const std::vector<float>& values) {
    const int index = tensor(name, std::move(shape));
    graph_.tensors[static_cast<std::size_t>(index)].data = bytes_of(values);
    return index;
  }
  Graph done() {
    graph_.outputs = {current_};
    graph_.description = "a model for tests";
    return graph_;
  }

 private:
  int tensor(std::string name, std::vector<int> shape) {
    graph_.tensors.push_back({std::move(name), DType::float32, std::move(shape), {}, {}, false});
    return static_cast<int>(graph_.tensors.size()) - 1;
  }
  GraphBuilder& weighted(int code, std::vector<int> kernel, std::vector<float> weights,
                         std::vector<float> bias, std::vector<int> out, Activation activation) {
    const int w =
        constant("kernel" + std::to_string(graph_.ops.size()), std::move(kernel), weights);
    const int b =
        constant("bias" + std::to_string(graph_.ops.size()), {static_cast<int>(bias.size())}, bias);
    OpOptions options;
    options.padding = Padding::same;
    options.activation = activation;
    return op(code, std::move(out), options, {w, b});
  }
  Graph graph_;
  int current_ = 0;
};

inline std::vector<float> normal_values(std::size_t n, double sigma, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(n);
  for (float& v : values) v = static_cast<float>(sigma * rng.normal());
  return values;
}

// conv 3x3 1->8 relu, depthwise 3x3 relu6, conv 1x1 8->8 relu, average pool, reshape, dense 8->3,
// softmax on 6x5x1.
inline Graph small_network() {
  GraphBuilder b({1, 6, 5, 1});
  b.conv({8, 3, 3, 1}, normal_values(72, 0.4, 1), normal_values(8, 0.1, 2), {1, 6, 5, 8},
         Activation::relu);
  b.depthwise({1, 3, 3, 8}, normal_values(72, 0.4, 3), normal_values(8, 0.1, 4), {1, 6, 5, 8},
              Activation::relu6);
  b.conv({8, 1, 1, 8}, normal_values(64, 0.4, 5), normal_values(8, 0.1, 6), {1, 6, 5, 8},
         Activation::relu);
  OpOptions pool;
  pool.filter_h = 6, pool.filter_w = 5, pool.padding = Padding::valid;
  b.op(builtin::kAveragePool2d, {1, 1, 1, 8}, pool);
  OpOptions flat;
  flat.new_shape = {1, 8};
  b.op(builtin::kReshape, {1, 8}, flat);
  b.dense({3, 8}, normal_values(24, 0.6, 7), normal_values(3, 0.1, 8), {1, 3});
  return b.op(builtin::kSoftmax, {1, 3}).done();
}

inline std::vector<std::vector<float>> normal_samples(std::size_t count, std::size_t values) {
  std::vector<std::vector<float>> samples;
  for (std::size_t i = 0; i < count; ++i) samples.push_back(normal_values(values, 1.0, 100 + i));
  return samples;
}

}  // namespace tadpole::test
