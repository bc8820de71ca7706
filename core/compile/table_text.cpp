// SPDX-License-Identifier: Apache-2.0
#include "core/compile/table_text.h"

#include <fmt/format.h>

#include "core/compile/emit_plain.h"

namespace tadpole {
namespace {

constexpr std::size_t kLineWidth = 110;

std::string number_text(std::int8_t v) { return std::to_string(static_cast<int>(v)); }
std::string number_text(std::int16_t v) { return std::to_string(static_cast<int>(v)); }
std::string number_text(std::int32_t v) {
  return v == INT32_MIN ? std::string("-2147483647 - 1") : std::to_string(v);
}
std::string number_text(std::int64_t v) {
  return v == INT64_MIN ? std::string("-9223372036854775807LL - 1") : fmt::format("{}LL", v);
}
std::string number_text(float v) { return float_literal(v); }
std::string number_text(const ChannelRow& v) {
  return fmt::format("{{{}, {}}}", number_text(v.bias), number_text(v.multiplier));
}

template <typename T>
std::string table_text(const Table& table, const std::vector<T>& values, const char* type) {
  std::string text = fmt::format("// {}\nalignas(4) constexpr {} {}[{}] = {{", table.comment, type,
                                 table.name, values.size());
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string number = number_text(values[i]) + (i + 1 < values.size() ? "," : "");
    if (line.size() + number.size() > kLineWidth) {
      text += "\n    " + line;
      line.clear();
    }
    line += number;
  }
  return text + "\n    " + line + "};\n";
}

}  // namespace

std::string table_text(const Table& table) {
  if (const auto* bytes = std::get_if<std::vector<std::int8_t>>(&table.values)) {
    return table_text(table, *bytes, "std::int8_t");
  }
  if (const auto* halves = std::get_if<std::vector<std::int16_t>>(&table.values)) {
    return table_text(table, *halves, "std::int16_t");
  }
  if (const auto* words = std::get_if<std::vector<std::int32_t>>(&table.values)) {
    return table_text(table, *words, "std::int32_t");
  }
  if (const auto* wide = std::get_if<std::vector<std::int64_t>>(&table.values)) {
    return table_text(table, *wide, "std::int64_t");
  }
  if (const auto* rows = std::get_if<std::vector<ChannelRow>>(&table.values)) {
    return table_text(table, *rows, "tadpole::device::cortex_m::Channel");
  }
  return table_text(table, std::get<std::vector<float>>(table.values), "float");
}

std::size_t table_bytes(const std::vector<Step>& steps) {
  std::size_t bytes = 0;
  for (const Step& step : steps) {
    for (const Table& table : step.tables) {
      bytes += std::visit([](const auto& v) { return v.size() * sizeof(v[0]); }, table.values);
    }
  }
  return bytes;
}

}  // namespace tadpole
