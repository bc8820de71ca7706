// SPDX-License-Identifier: Apache-2.0
// The seven words of the walk, in order.
#pragma once
#include <array>
#include <string_view>

namespace tadpole {

inline constexpr std::array<std::string_view, 7> kStageNames = {
    "collect", "preprocess", "train", "evaluate", "optimize", "deploy", "monitor"};

// 1 for collect ... 7 for monitor, 0 for any other word.
constexpr int stage_number(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    if (kStageNames[i] == name) return static_cast<int>(i) + 1;
  }
  return 0;
}

}  // namespace tadpole
