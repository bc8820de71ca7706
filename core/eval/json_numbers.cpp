// SPDX-License-Identifier: Apache-2.0
#include "core/eval/json_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/json.h"

namespace tadpole {
namespace {

constexpr double kLimit = 2e9;
constexpr std::int64_t kWholeLimit = std::int64_t{1} << 53;

double held(double value) {
  return std::isnan(value) ? kLimit : std::clamp(value, -kLimit, kLimit);
}

void hold_number(nlohmann::json& json) {
  if (json.is_number_float()) {
    json = held(json.get<double>());
  } else if (json.is_number_unsigned()) {
    json = std::min(json.get<std::uint64_t>(), static_cast<std::uint64_t>(kWholeLimit));
  } else if (json.is_number_integer()) {
    json = std::clamp(json.get<std::int64_t>(), -kWholeLimit, kWholeLimit);
  }
}

bool hold(nlohmann::json& json, int depth) {
  if (depth > kDeepestJson) return false;
  if (json.is_number()) hold_number(json);
  if (!json.is_structured()) return true;
  for (nlohmann::json& part : json) {
    if (!hold(part, depth + 1)) return false;
  }
  return true;
}

Error too_deep() {
  return {"report: arrays and objects are nested more than 64 deep; write the report again"};
}

}  // namespace

Outcome hold_numbers(nlohmann::json& json) {
  if (hold(json, 0)) return Done{};
  return too_deep();
}

Outcome check_depth(const nlohmann::json& json) {
  if (json_nests_within(json, kDeepestJson)) return Done{};
  return too_deep();
}

}  // namespace tadpole
