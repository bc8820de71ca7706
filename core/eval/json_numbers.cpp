// SPDX-License-Identifier: Apache-2.0
#include "core/eval/json_numbers.h"

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

constexpr int kDeepest = 64;
constexpr double kLimit = 2e9;

double held(double value) {
  return std::isnan(value) ? kLimit : std::clamp(value, -kLimit, kLimit);
}

bool hold(nlohmann::json& json, int depth) {
  if (depth > kDeepest) return false;
  if (json.is_number_float()) json = held(json.get<double>());
  if (!json.is_structured()) return true;
  for (nlohmann::json& part : json) {
    if (!hold(part, depth + 1)) return false;
  }
  return true;
}

}  // namespace

Outcome hold_numbers(nlohmann::json& json) {
  if (hold(json, 0)) return Done{};
  return Error{"report: arrays and objects are nested more than 64 deep; write the report again"};
}

}  // namespace tadpole
