// SPDX-License-Identifier: Apache-2.0
// The bytes of an .onnx file as plain lists: nodes, constants, inputs, outputs. Bytes are never
// trusted: lengths, types and sizes are checked. Source: ONNX, onnx.proto of IR version 8.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

// A constant: real numbers (float, double) or whole ones (int32, int64, bool), in ONNX's order, the
// last axis fastest.
struct OnnxTensor {
  std::string name;
  std::vector<std::int64_t> dims;  // all > 0 or empty: a scalar; one 0: no elements
  bool is_real = true;
  std::vector<float> reals;
  std::vector<std::int64_t> wholes;
  std::size_t elements() const { return is_real ? reals.size() : wholes.size(); }
};

struct OnnxAttribute {
  std::string name;
  std::optional<float> real;
  std::optional<std::int64_t> whole;
  std::string text;
  std::vector<float> reals;
  std::vector<std::int64_t> wholes;
  std::shared_ptr<const OnnxTensor> tensor;
  bool has_graph = false;  // of If, Loop and Scan
};

struct OnnxNode {
  int index = 0;  // in the file
  std::string name, type, domain;
  std::vector<std::string> inputs, outputs;  // names of tensors; "": left out
  std::vector<OnnxAttribute> attributes;

  const OnnxAttribute* attribute(const std::string& name) const;  // nullptr: not given
  std::int64_t whole(const std::string& name, std::int64_t absent) const;
  float real(const std::string& name, float absent) const;
  std::string text(const std::string& name, const std::string& absent) const;
  std::vector<std::int64_t> wholes(const std::string& name) const;  // empty: not given
};

struct OnnxInput {
  std::string name;
  int type = 0;                        // 1: float32
  bool has_shape = false;              // a rank is known
  std::vector<std::int64_t> dims;      // -1: not fixed
  std::vector<std::string> dim_names;  // "batch", or ""
};

struct OnnxModel {
  std::int64_t opset = 0;  // of the operators of ONNX itself
  std::string producer;    // "pytorch 1.13.1"
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> constants;
  std::vector<OnnxInput> inputs;  // without those that have a constant of the same name
  std::vector<std::string> outputs;
};

// Fails when the bytes are no ONNX model (and says what they seem to lack), when a constant lies in
// another file, has a type we do not read or another number of values than its shape asks for.
Result<OnnxModel> read_onnx(std::span<const std::uint8_t> bytes);

}  // namespace tadpole
