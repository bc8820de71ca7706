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
  bool has(const char* key) const { return json_["config"].contains(key); }
  std::int32_t number(const char* key) const {
    return std::stoi(json_["config"][key].get<std::string>());
  }
  bool has_array(const char* key) const { return json_["arrays"].contains(key); }
  std::string type_of(const char* key) const { return json_["arrays"][key]["type"]; }
  // Empty when there is none.
  template <typename T>
  std::vector<T> array(const char* key) const {
    if (!has_array(key)) return {};
    return json_["arrays"][key]["values"].get<std::vector<T>>();
  }

 private:
  std::string name_;
  nlohmann::json json_;
};

// The window of a convolution's case; batches is 1.
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
  w.dilation_h = c.number("DILATION_Y");
  w.dilation_w = c.number("DILATION_X");
  w.pad_top = c.number("PAD_Y");
  w.pad_left = c.number("PAD_X");
  return w;
}

}  // namespace tadpole::test
