// SPDX-License-Identifier: Apache-2.0
#include "core/compile/emit_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/compile/emit_plain.h"

namespace tadpole {
namespace {

template <typename T>
std::vector<T> values_of(const GraphTensor& tensor) {
  std::vector<T> values(tensor.data.size() / sizeof(T));
  std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(T));
  return values;
}

}  // namespace

const char* c_type_name(DType type) {
  switch (type) {
    case DType::float32:
      return "float";
    case DType::int8:
      return "std::int8_t";
    case DType::uint8:
      return "std::uint8_t";
    case DType::int16:
      return "std::int16_t";
    case DType::int32:
      return "std::int32_t";
    case DType::int64:
      return "std::int64_t";
    case DType::boolean:
      return "bool";
    case DType::uint32:
      return "std::uint32_t";
    case DType::uint64:
      return "std::uint64_t";
    case DType::resource:
      return "std::int32_t";
  }
  return "void";
}

const char* table_type_name(DType type) {
  switch (dtype_bytes(type)) {
    case 1:
      return "std::int8_t";
    case 2:
      return "std::int16_t";
    case 8:
      return "std::int64_t";
    default:
      return type == DType::float32 ? "float" : "std::int32_t";
  }
}

std::string float_literal(float value) {
  if (std::isnan(value)) return "__builtin_nanf(\"\")";
  if (std::isinf(value)) return value < 0 ? "-__builtin_inff()" : "__builtin_inff()";
  std::string text = fmt::format("{:.9g}", static_cast<double>(value));
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "F";
}

Step plain_step(const OpView& view, const char* kernel) {
  Step step;
  step.op = view.index;
  step.kernel = kernel;
  step.includes = {fmt::format("device/ops/{}.h", kernel)};
  return step;
}

Table constant_table(std::string name, std::string comment, const GraphTensor& tensor) {
  switch (dtype_bytes(tensor.type)) {
    case 1:
      return {std::move(name), std::move(comment), values_of<std::int8_t>(tensor)};
    case 2:
      return {std::move(name), std::move(comment), values_of<std::int16_t>(tensor)};
    case 8:
      return {std::move(name), std::move(comment), values_of<std::int64_t>(tensor)};
    default:
      break;
  }
  if (tensor.type == DType::float32)
    return {std::move(name), std::move(comment), values_of<float>(tensor)};
  return {std::move(name), std::move(comment), values_of<std::int32_t>(tensor)};
}

std::string data_in(const OpView& view, std::size_t slot, Step& step) {
  const GraphTensor& tensor = view.input(slot);
  if (!tensor.is_constant()) return tensor_at(c_type_name(tensor.type), view.input_index(slot));
  const std::string name = fmt::format("kConstant{}_{}", view.index, slot);
  step.tables.push_back(constant_table(name, "constant input", tensor));
  return name;
}

std::string data_out(const OpView& view) {
  return tensor_at(c_type_name(view.output().type), view.output_index());
}

std::string tensor_name(int tensor) { return fmt::format("kTensor{}", tensor); }
std::string tensor_at(const char* type, int tensor) {
  return fmt::format("at<{}>({})", type, tensor_name(tensor));
}
std::string scratch_name(int op) { return fmt::format("kScratch{}", op); }
std::string scratch_at(const char* type, int op) {
  return fmt::format("at<{}>({})", type, scratch_name(op));
}

std::vector<Table> channel_table_constants(int op, const ChannelTables& tables) {
  std::vector<ChannelRow> rows;
  for (std::size_t c = 0; c < tables.bias.size(); ++c)
    rows.push_back({tables.bias[c], tables.multiplier[c]});
  return {{fmt::format("kChannels{}", op), "bias with the input offset folded in; multiplier, Q31",
           rows},
          {fmt::format("kShift{}", op), "to the right", tables.shift}};
}

std::string channels_text(int op, const ChannelTables& t) {
  return fmt::format("{{kChannels{0}, kShift{0}, {1}, {2}, {3}}}", op, t.zero_point, t.clamp_min,
                     t.clamp_max);
}

bool fits_int16(const OpView& view) {
  const auto small = [](const GraphTensor& t) {
    return std::all_of(t.shape.begin(), t.shape.end(), [](int d) { return d > 0 && d < 32768; });
  };
  return small(view.input(0)) && small(view.output()) &&
         (!view.has_input(1) || small(view.input(1)));
}

}  // namespace tadpole
