// SPDX-License-Identifier: Apache-2.0
#include "core/nn/lowering.h"

#include <cstring>

namespace tadpole {
namespace {

template <typename T>
std::vector<std::uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

std::vector<int> batch_of_one(const Shape& shape) { return {1, shape.h, shape.w, shape.c}; }

Lowering::Lowering(const Shape& input, Takes takes) : takes_(takes) {
  const bool is_flat = input.h == 1 && input.w == 1;
  push({.name = "input",
        .type = DType::float32,
        .shape = is_flat ? std::vector<int>{1, input.c} : batch_of_one(input),
        .quantization = {},
        .data = {}});
  graph_.inputs = {0};
}

int Lowering::push(GraphTensor tensor) {
  graph_.tensors.push_back(std::move(tensor));
  return static_cast<int>(graph_.tensors.size()) - 1;
}

int Lowering::constant(const std::string& what, std::vector<int> shape, std::vector<float> values) {
  return push({.name = layer_ + "/" + what,
               .type = DType::float32,
               .shape = std::move(shape),
               .quantization = {},
               .data = bytes_of(values)});
}

int Lowering::constant(const std::string& what, std::vector<int> values) {
  const int count = static_cast<int>(values.size());
  return constant(what, {count}, std::move(values));
}

int Lowering::constant(const std::string& what, std::vector<int> shape, std::vector<int> values) {
  return push({.name = layer_ + "/" + what,
               .type = DType::int32,
               .shape = std::move(shape),
               .quantization = {},
               .data = bytes_of(values)});
}

int Lowering::variable(const std::string& what, std::vector<int> shape) {
  graph_.forgets = graph_.forgets || takes_ == Takes::clip;
  return push({.name = layer_ + "/" + what,
               .type = DType::float32,
               .shape = std::move(shape),
               .quantization = {},
               .data = {},
               .is_variable = true});
}

void Lowering::add(int builtin, std::vector<int> further_inputs, std::vector<int> out_shape,
                   OpOptions options) {
  further_inputs.insert(further_inputs.begin(), current_);
  add_with(builtin, std::move(further_inputs), std::move(out_shape), std::move(options));
}

void Lowering::add_with(int builtin, std::vector<int> inputs, std::vector<int> out_shape,
                        OpOptions options) {
  GraphOp op;
  op.builtin = builtin;
  op.inputs = std::move(inputs);
  op.options = std::move(options);
  name_parts(layer_);
  current_ = push({.name = layer_,
                   .type = DType::float32,
                   .shape = std::move(out_shape),
                   .quantization = {},
                   .data = {}});
  op.outputs = {current_};
  graph_.ops.push_back(std::move(op));
}

// A layer's name is that of its last tensor; those before it are parts. No two have the same name.
void Lowering::name_parts(const std::string& name) {
  for (GraphTensor& tensor : graph_.tensors) {
    if (tensor.name == name) tensor.name += "/part_" + std::to_string(++parts_);
  }
}

void Lowering::reshape(std::vector<int> to) {
  if (shape() == to) return;
  OpOptions options;
  options.new_shape = to;
  const std::string layer = layer_;
  layer_ = layer + "/reshape";
  const int target = constant("shape", to);
  add(lowered::kReshape, {target}, std::move(to), std::move(options));
  layer_ = layer;
}

void Lowering::flat(const Shape& shape) { reshape({1, static_cast<int>(shape.elements())}); }
void Lowering::image(const Shape& shape) { reshape(batch_of_one(shape)); }
void Lowering::sequence(const Shape& shape) { reshape({1, shape.h, shape.c}); }

void Lowering::set_other(int tensor, const Shape& other, const Shape& shape) {
  const auto is_flat = [](const Shape& s) { return s.h == 1 && s.w == 1; };
  const bool both_flat = is_flat(other) && is_flat(shape);
  const int current = current_;
  current_ = tensor;
  both_flat ? flat(other) : image(other);
  other_ = current_;
  current_ = current;
  both_flat ? flat(shape) : image(shape);
}

Graph Lowering::finish(std::string description) {
  graph_.outputs = {current_};
  graph_.description = std::move(description);
  return std::move(graph_);
}

}  // namespace tadpole
