// SPDX-License-Identifier: Apache-2.0
// For tests: small ONNX files written field by field, imported and run.
#pragma once
#include <gtest/gtest.h>

#include <cstring>

#include "core/onnx/import_onnx.h"
#include "core/tflite/tflite.h"
#include "device/model/builtin.h"

namespace tadpole {

// Writes protobuf messages. Source: Protocol Buffers documentation, "Encoding".
class WireWriter {
 public:
  WireWriter& whole(int field, std::int64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3U);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  WireWriter& real(int field, float value) {
    varint((static_cast<std::uint64_t>(field) << 3U) | 5U);
    append(&value, sizeof value);
    return *this;
  }
  WireWriter& text(int field, const std::string& value) {
    varint((static_cast<std::uint64_t>(field) << 3U) | 2U);
    varint(value.size());
    append(value.data(), value.size());
    return *this;
  }
  WireWriter& message(int field, const WireWriter& inner) {
    return text(field, {inner.bytes_.begin(), inner.bytes_.end()});
  }
  void varint(std::uint64_t value) {
    for (; value > 0x7F; value >>= 7U) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  void append(const void* data, std::size_t size) {
    const auto* from = static_cast<const std::uint8_t*>(data);
    bytes_.insert(bytes_.end(), from, from + size);
  }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

inline WireWriter attribute(const std::string& name, std::int64_t value) {
  return WireWriter().text(1, name).whole(3, value).whole(20, 2);
}
inline WireWriter attribute(const std::string& name, int value) {
  return attribute(name, std::int64_t{value});
}
inline WireWriter attribute(const std::string& name, float value) {
  return WireWriter().text(1, name).real(2, value).whole(20, 1);
}
inline WireWriter attribute(const std::string& name, const char* value) {
  return WireWriter().text(1, name).text(4, value).whole(20, 3);
}
inline WireWriter attribute(const std::string& name, const std::vector<int>& values) {
  WireWriter w;
  w.text(1, name).whole(20, 7);
  for (const int value : values) w.whole(8, value);
  return w;
}

class OnnxBuilder {
 public:
  // -1: dynamic.
  OnnxBuilder& input(const std::string& name, const Dims& dims) {
    WireWriter shape, tensor, type;
    for (const int dim : dims) {
      shape.message(1, dim < 0 ? WireWriter().text(2, "any") : WireWriter().whole(1, dim));
    }
    tensor.whole(1, 1).message(2, shape);
    graph_.message(11, WireWriter().text(1, name).message(2, type.message(1, tensor)));
    return *this;
  }
  OnnxBuilder& constant(const std::string& name, const Dims& dims,
                        const std::vector<float>& values) {
    return raw_constant(name, dims, 1, values.data(), values.size() * sizeof(float));
  }
  OnnxBuilder& wholes(const std::string& name, const Dims& dims,
                      const std::vector<std::int64_t>& values) {
    return raw_constant(name, dims, 7, values.data(), values.size() * sizeof(std::int64_t));
  }
  OnnxBuilder& node(const std::string& type, const std::vector<std::string>& inputs,
                    const std::vector<std::string>& outputs,
                    const std::vector<WireWriter>& attributes = {}) {
    WireWriter w;
    for (const std::string& name : inputs) w.text(1, name);
    for (const std::string& name : outputs) w.text(2, name);
    w.text(3, "the_" + type).text(4, type);
    for (const WireWriter& one : attributes) w.message(5, one);
    graph_.message(1, w);
    return *this;
  }
  OnnxBuilder& output(const std::string& name) {
    graph_.message(12, WireWriter().text(1, name));
    return *this;
  }
  WireWriter& graph() { return graph_; }
  Bytes bytes(std::int64_t opset = 13) const {
    WireWriter model;
    model.whole(1, 8).text(2, "a test").message(7, graph_);
    model.message(8, WireWriter().text(1, "").whole(2, opset));
    return model.bytes();
  }

 private:
  OnnxBuilder& raw_constant(const std::string& name, const Dims& dims, int type, const void* data,
                            std::size_t size) {
    WireWriter w;
    for (const int dim : dims) w.whole(1, dim);
    w.whole(2, type).text(8, name).text(9, {static_cast<const char*>(data), size});
    graph_.message(5, w);
    return *this;
  }
  WireWriter graph_;
};

// A model of one node on the input "x", with the output "y".
inline OnnxBuilder one_node(const Dims& input, const std::string& type,
                            const std::vector<std::string>& more_inputs,
                            const std::vector<WireWriter>& attributes = {}) {
  OnnxBuilder builder;
  std::vector<std::string> inputs = more_inputs;
  inputs.insert(inputs.begin(), "x");
  builder.input("x", input).node(type, inputs, {"y"}, attributes).output("y");
  return builder;
}

inline ImportedModel imported(const OnnxBuilder& builder) {
  Result<ImportedModel> model = import_onnx(builder.bytes());
  EXPECT_TRUE(model.ok()) << model.error().message;
  return model.ok() ? std::move(model).value() : ImportedModel{};
}

// Why there is no import; "" when there is one.
inline std::string refusal(const OnnxBuilder& builder) {
  const Result<ImportedModel> model = import_onnx(builder.bytes());
  return model.ok() ? "" : model.error().message;
}

// Names of the graph's operators, with what they apply: "CONV_2D+relu6 RESHAPE".
inline std::string ops_text(const Graph& graph) {
  std::string text;
  for (const GraphOp& op : graph.ops) {
    text += (text.empty() ? "" : " ") + std::string(builtin_name(op.builtin));
    if (op.options.activation == Activation::relu) text += "+relu";
    if (op.options.activation == Activation::relu6) text += "+relu6";
    if (op.options.activation == Activation::relu_n1_to_1) text += "+relu_n1_to_1";
  }
  return text;
}

// Output `which` of the model, written as .tflite and run, in ONNX's order; inputs in ONNX's order.
inline std::vector<float> run_imported(const ImportedModel& model,
                                       const std::vector<std::vector<float>>& inputs,
                                       std::size_t which = 0) {
  const Result<Bytes> bytes = write_tflite(model.graph);
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  if (!bytes.ok()) return {};
  Result<TfliteExecutor> made = TfliteExecutor::create(bytes.value());
  EXPECT_TRUE(made.ok()) << made.error().message;
  if (!made.ok() || model.inputs.size() != inputs.size()) return {};
  TfliteExecutor& executor = made.value();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<float> ours = model.inputs[i].to_ours(inputs[i]);
    std::memcpy(executor.input(i).data(), ours.data(), ours.size() * sizeof(float));
  }
  EXPECT_TRUE(executor.run().ok());
  std::vector<float> ours(executor.output(which).size() / sizeof(float));
  std::memcpy(ours.data(), executor.output(which).data(), executor.output(which).size());
  return model.outputs[which].to_onnx(ours);
}

// Different numbers of both signs, always the same.
inline std::vector<float> numbers(std::size_t count, int seed = 1) {
  std::vector<float> values;
  auto state = static_cast<std::uint32_t>(seed) * 2654435769U;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    values.push_back(static_cast<float>(static_cast<std::int8_t>(state >> 24U)) / 64.0F);
  }
  return values;
}

// As close as float32 sums in another order are.
inline void expect_close(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  float scale = 1e-6F;
  for (const float value : expected) scale = std::max(scale, std::abs(value));
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], expected[i], 1e-5F * scale) << "element " << i;
}

}  // namespace tadpole
