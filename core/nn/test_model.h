// SPDX-License-Identifier: Apache-2.0
// For tests: small models from lines of text, run in one call.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/nn/model.h"

namespace tadpole {

inline ModelSpec spec_of(std::array<int, 3> input, const std::vector<std::string>& lines) {
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : lines) {
    Result<LayerSpec> layer = parse_layer(line);
    if (!layer.ok()) ADD_FAILURE() << layer.error().message;
    spec.layers.push_back(layer.ok() ? layer.value() : LayerSpec{});
  }
  return spec;
}

inline std::string error_of(std::array<int, 3> input, const std::vector<std::string>& lines) {
  const Result<Model> model = Model::create(spec_of(input, lines));
  return model.ok() ? "no error" : model.error().message;
}

// Expects a good spec. parameters: empty leaves the initialization of seed 1.
inline Model model_of(std::array<int, 3> input, const std::vector<std::string>& lines,
                      const std::vector<float>& parameters = {}) {
  Result<Model> made = Model::create(spec_of(input, lines));
  if (!made.ok()) {
    ADD_FAILURE() << made.error().message;
    made = Model::create(spec_of({1, 1, 1}, {"dense units=1"}));
  }
  Model model = std::move(made).value();
  model.initialize(1);
  if (!parameters.empty()) {
    EXPECT_EQ(parameters.size(), model.parameters().size());
    std::copy(parameters.begin(), parameters.end(), model.parameters().begin());
  }
  return model;
}

inline std::vector<float> predict(Model& model, const std::vector<float>& x, int n = 1) {
  std::vector<float> y(static_cast<std::size_t>(n * model.outputs()));
  model.predict(x, n, y);
  return y;
}

inline std::vector<float> random_values(std::size_t count, std::uint64_t seed, double scale = 1.0) {
  Rng rng(seed);
  std::vector<float> values(count);
  for (float& v : values) v = static_cast<float>(scale * rng.normal());
  return values;
}

inline std::size_t input_values(const Model& model) {
  const std::array<int, 3> in = model.input_shape();
  return static_cast<std::size_t>(in[0]) * static_cast<std::size_t>(in[1]) *
         static_cast<std::size_t>(in[2]);
}

inline std::vector<int> labels_for(const Model& model, int n) {
  std::vector<int> labels(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) labels[static_cast<std::size_t>(i)] = i * 7 % model.outputs();
  return labels;
}

}  // namespace tadpole
