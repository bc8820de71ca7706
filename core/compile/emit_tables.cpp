// SPDX-License-Identifier: Apache-2.0
#include "core/compile/emit_tables.h"

#include <fmt/format.h>

#include <algorithm>

namespace tadpole {

std::string tensor_name(int tensor) { return fmt::format("kTensor{}", tensor); }
std::string tensor_at(const char* type, int tensor) { return fmt::format("at<{}>({})", type, tensor_name(tensor)); }
std::string scratch_name(int op) { return fmt::format("kScratch{}", op); }
std::string scratch_at(const char* type, int op) { return fmt::format("at<{}>({})", type, scratch_name(op)); }

std::vector<Table> channel_table_constants(int op, const ChannelTables& tables) {
  return {{fmt::format("kBias{}", op), "input offset folded in", tables.bias},
          {fmt::format("kMultiplier{}", op), "Q31", tables.multiplier},
          {fmt::format("kShift{}", op), "to the right", tables.shift}};
}

std::string channels_text(int op, const ChannelTables& t) {
  return fmt::format("{{kBias{0}, kMultiplier{0}, kShift{0}, {1}, {2}, {3}}}", op, t.zero_point, t.clamp_min,
                     t.clamp_max);
}

bool fits_int16(const OpView& view) {
  const auto small = [](const GraphTensor& t) {
    return std::all_of(t.shape.begin(), t.shape.end(), [](int d) { return d > 0 && d < 32768; });
  };
  return small(view.input(0)) && small(view.output()) && (!view.has_input(1) || small(view.input(1)));
}

}  // namespace tadpole
