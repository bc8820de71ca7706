// SPDX-License-Identifier: Apache-2.0
// For tests: graphs of one operator, whose first input without numbers is the model's.
#pragma once
#include <cstring>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole {

using Dims = std::vector<int>;

inline GraphTensor typed(DType type, Dims shape) {
  return {"t", type, std::move(shape), {}, {}, false};
}
inline GraphTensor real(Dims shape) { return typed(DType::float32, std::move(shape)); }
inline GraphTensor bools(Dims shape) { return typed(DType::boolean, std::move(shape)); }
inline GraphTensor stored(DType type, Dims shape, float scale, int zero_point) {
  GraphTensor t = typed(type, std::move(shape));
  t.quantization = {{scale}, {zero_point}, 0};
  return t;
}
inline GraphTensor int8s(Dims shape, float scale = 0.05F, int zero_point = 3) {
  return stored(DType::int8, std::move(shape), scale, zero_point);
}
inline GraphTensor int16s(Dims shape, float scale = 0.001F) {
  return stored(DType::int16, std::move(shape), scale, 0);
}

template <typename T>
GraphTensor with(GraphTensor t, const std::vector<T>& values) {
  t.data.resize(values.size() * sizeof(T));
  std::memcpy(t.data.data(), values.data(), t.data.size());
  return t;
}
// int32 of one dimension, or a scalar.
inline GraphTensor list(const std::vector<std::int32_t>& values) {
  return with(typed(DType::int32, {static_cast<int>(values.size())}), values);
}
inline GraphTensor number(std::int32_t value) {
  return with(typed(DType::int32, {}), std::vector<std::int32_t>{value});
}

// Numbers of the tensor's type, not too large for any operator.
inline std::vector<std::uint8_t> some_numbers(const GraphTensor& t, std::size_t count, Rng& rng) {
  std::vector<std::uint8_t> bytes(count * dtype_bytes(t.type));
  for (std::size_t i = 0; i < count; ++i) {
    const auto put = [&](auto value) {
      std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
    };
    const auto whole = static_cast<std::int32_t>(rng.below(2001)) - 1000;
    switch (t.type) {
      case DType::float32:
        put(static_cast<float>(rng.normal()));
        break;
      case DType::boolean:
        put(static_cast<std::uint8_t>(rng.below(2)));
        break;
      case DType::int16:
        put(static_cast<std::int16_t>(16 * whole));
        break;
      case DType::int64:
        put(static_cast<std::int64_t>(whole));
        break;
      case DType::uint64:
        put(static_cast<std::uint64_t>(rng.below(1U << 30U)) << 10U);
        break;
      case DType::int32:
        put(whole);
        break;
      case DType::uint32:
        put(static_cast<std::uint32_t>(rng.below(100000)));
        break;
      default:
        put(static_cast<std::uint8_t>(rng.below(256)));
    }
  }
  return bytes;
}
// The tensor as a constant of numbers by chance.
inline GraphTensor chance(GraphTensor t, std::uint64_t seed = 11) {
  Rng rng(seed);
  t.data = some_numbers(t, t.elements(), rng);
  return t;
}
inline GraphTensor remembered(GraphTensor t) {
  t.is_variable = true;
  return t;
}

class OneOp {
 public:
  explicit OneOp(int builtin) { op_.builtin = builtin; }
  OneOp(std::string custom_name, std::vector<std::uint8_t> custom_options) {
    op_.builtin = builtin::kCustom;
    op_.custom_name = std::move(custom_name);
    op_.custom_options = std::move(custom_options);
  }
  OneOp& in(GraphTensor t) {
    const bool is_model_input = !t.is_constant() && !t.is_variable;
    op_.inputs.push_back(add(std::move(t)));
    if (is_model_input) graph_.inputs.push_back(op_.inputs.back());
    return *this;
  }
  OneOp& left_out() {
    op_.inputs.push_back(-1);
    return *this;
  }
  OneOp& out(GraphTensor t) {
    op_.outputs.push_back(add(std::move(t)));
    return *this;
  }
  OpOptions& options() { return op_.options; }
  template <typename T>
  OneOp& set(T OpOptions::*option, T value) {
    op_.options.*option = value;
    return *this;
  }
  Graph graph() const {
    Graph graph = graph_;
    graph.ops = {op_};
    graph.outputs = op_.outputs;
    return graph;
  }

 private:
  int add(GraphTensor t) {
    const auto index = static_cast<int>(graph_.tensors.size());
    t.name += std::to_string(index);
    graph_.tensors.push_back(std::move(t));
    return index;
  }
  Graph graph_;
  GraphOp op_;
};

}  // namespace tadpole
