// SPDX-License-Identifier: Apache-2.0
// What the tests of learn.h share: handles that free themselves, answers as values.
#pragma once
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "learn/learn.h"

namespace tadpole::learn {

using Json = nlohmann::json;

struct FreeModel {
  void operator()(learn_model* model) const { learn_model_free(model); }
};
using ModelHandle = std::unique_ptr<learn_model, FreeModel>;

inline ModelHandle make_model(const std::string& layers, int height, int width, int channels,
                              std::uint32_t seed = 1) {
  ModelHandle model(learn_model_create(layers.c_str(), height, width, channels, 0, seed));
  EXPECT_NE(model, nullptr) << learn_text();
  return model;
}

inline Json text_json() { return Json::parse(learn_text(), nullptr, false); }

template <typename T>
std::vector<T> answered_values() {
  std::vector<T> values(learn_byte_count() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), learn_bytes(), learn_byte_count());
  return values;
}

inline std::vector<float> parameters_of(const ModelHandle& model) {
  EXPECT_EQ(learn_model_get(model.get()), 1);
  return answered_values<float>();
}

inline learn_data with_labels(const std::vector<float>& x,
                              const std::vector<std::int32_t>& labels) {
  return {x.data(), x.size(), labels.data(), labels.size(), nullptr, 0};
}
inline learn_data with_targets(const std::vector<float>& x, const std::vector<float>& targets) {
  return {x.data(), x.size(), nullptr, 0, targets.data(), targets.size()};
}

inline learn_data with_teacher(const std::vector<float>& x, const std::vector<std::int32_t>& labels,
                               const std::vector<float>& logits) {
  return {x.data(), x.size(), labels.data(), labels.size(), logits.data(), logits.size()};
}

// The first line of every course: y = 2 x - 1.
inline const std::vector<float> kLineX = {-1, 0, 1, 2, 3, 4}, kLineY = {-3, -1, 1, 3, 5, 7};

}  // namespace tadpole::learn
