// SPDX-License-Identifier: Apache-2.0
// One case of CMSIS-NN's unit-test data (configuration, inputs, weights, reference outputs), for
// tests.
#pragma once
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "device/ops/window.h"

namespace tadpole::test {

class GoldenCase {
 public:
  explicit GoldenCase(const Path& file) : name_(file.stem().string()) {
    std::ifstream stream(file);
    json_ = nlohmann::json::parse(stream);
  }
  const std::string& name() const { return name_; }
  bool has(const std::string& key) const { return json_["config"].contains(key); }
  std::string text(const std::string& key) const { return json_["config"][key]; }
  std::int32_t number(const std::string& key) const { return std::stoi(text(key)); }
  std::int32_t number(const std::string& key, std::int32_t absent) const {
    return has(key) ? number(key) : absent;
  }
  // Empty when there is none.
  template <typename T>
  std::vector<T> array(const std::string& key) const {
    if (!json_["arrays"].contains(key)) return {};
    return json_["arrays"][key]["values"].get<std::vector<T>>();
  }

 private:
  std::string name_;
  nlohmann::json json_;
};

inline std::vector<GoldenCase> golden_cases(const Path& folder,
                                            std::initializer_list<const char*> names) {
  std::vector<GoldenCase> out;
  for (const char* name : names) out.emplace_back(folder / (std::string(name) + ".json"));
  return out;
}

// The window of a convolution's case. Not every case tells its batches truly: the input does.
inline device::Window golden_window(const GoldenCase& c) {
  device::Window w;
  w.input_h = c.number("INPUT_H");
  w.input_w = c.number("INPUT_W");
  w.input_c = c.number("IN_CH");
  w.output_h = c.number("OUTPUT_H");
  w.output_w = c.number("OUTPUT_W");
  w.output_c = c.number("OUT_CH");
  w.filter_h = c.number("FILTER_Y");
  w.filter_w = c.number("FILTER_X");
  w.stride_h = c.number("STRIDE_Y");
  w.stride_w = c.number("STRIDE_X");
  w.dilation_h = c.number("DILATION_Y", 1);
  w.dilation_w = c.number("DILATION_X", 1);
  w.pad_top = c.number("PAD_Y");
  w.pad_left = c.number("PAD_X");
  w.batches =
      static_cast<std::int32_t>(c.array<int>("input").size()) / (w.input_h * w.input_w * w.input_c);
  return w;
}

inline device::Window golden_pool_window(const GoldenCase& c) {
  device::Window w;
  w.batches = c.number("BATCH_SIZE");
  w.input_h = c.number("INPUT_H");
  w.input_w = c.number("INPUT_W");
  w.input_c = w.output_c = c.number("INPUT_C");
  w.output_h = c.number("OUTPUT_H");
  w.output_w = c.number("OUTPUT_W");
  w.filter_h = c.number("FILTER_H");
  w.filter_w = c.number("FILTER_W");
  w.stride_h = c.number("STRIDE_H");
  w.stride_w = c.number("STRIDE_W");
  w.pad_top = c.number("PADDING_H");
  w.pad_left = c.number("PADDING_W");
  return w;
}

inline std::size_t golden_outputs(const device::Window& w) {
  return static_cast<std::size_t>(w.batches * w.output_h * w.output_w) *
         static_cast<std::size_t>(w.output_c);
}

// Geometry, offsets and range of a convolution of any kind (Params: of its kernel).
template <typename Params>
Params golden_layer(const GoldenCase& c) {
  Params p;
  p.window = golden_window(c);
  p.input_offset = c.number("INPUT_OFFSET", 0);
  p.output_offset = c.number("OUTPUT_OFFSET", 0);
  p.output_min = c.number("OUT_ACTIVATION_MIN");
  p.output_max = c.number("OUT_ACTIVATION_MAX");
  return p;
}

}  // namespace tadpole::test
