// SPDX-License-Identifier: Apache-2.0
// What is in a .tflite file: operators, tensors, sizes, and whether it runs here.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace tadpole {

struct InspectTensor {
  int index = 0;
  std::string name;
  std::string type;  // "int8"
  std::vector<int> shape;
  std::vector<float> scales;    // one: per tensor; many: per channel; none: not quantized
  std::int64_t zero_point = 0;  // the first
  int axis = 0;
  std::size_t bytes = 0;
  bool is_constant = false;
};

struct InspectOp {
  int index = 0;
  std::string name;  // "CONV_2D", or a custom operator's own name
  int version = 1;
  std::vector<int> inputs, outputs;       // tensor indices, -1: left out
  std::string input_shape, output_shape;  // "1x49x10x1"
  std::string options;                    // "3x3, stride 2x2, same, relu6"
  std::int64_t macs = 0;
  std::size_t constant_bytes = 0;  // of its own inputs
};

struct InspectReport {
  std::vector<InspectOp> ops;
  std::vector<InspectTensor> tensors;
  std::vector<int> inputs, outputs;  // tensor indices
  std::string description;
  std::size_t file_bytes = 0;
  std::size_t constant_bytes = 0;
  std::int64_t macs = 0;
  bool runs = false;               // by our executor
  std::string reason;              // why not
  std::size_t arena_bytes = 0;     // peak of the tensors while it runs; 0 when it does not
  std::size_t variable_bytes = 0;  // of variable tensors
  bool forgets = false;            // they are cleared before every run (Graph::forgets)
};

// Fails when the bytes are no model that we can read; a model that reads but does not run is a
// report with runs = false.
Result<InspectReport> inspect_tflite(std::span<const std::uint8_t> bytes);

nlohmann::json to_json(const InspectReport& report);
// A table of the operators, and lines for inputs, outputs and sizes.
std::string to_text(const InspectReport& report);

std::string shape_text(const std::vector<int>& shape);  // "1x49x10x1"; "scalar"

}  // namespace tadpole
