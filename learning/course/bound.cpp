// SPDX-License-Identifier: Apache-2.0
#include "learning/course/bound.h"

#include "core/base/text.h"

namespace tadpole::learning {
namespace {

bool is_share(const std::string& option) { return option.starts_with("accuracy"); }

}  // namespace

std::optional<double> parse_share(const std::string& text) {
  std::string number = trim(text);
  const bool percent = number.ends_with('%');
  if (percent) number.pop_back();
  const auto value = parse_real(number);
  if (!value) return std::nullopt;
  const double share = percent ? *value / 100 : *value;
  return share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
}

std::optional<double> parse_bound(const std::string& option, const std::string& text) {
  if (is_share(option)) return parse_share(text);
  const auto value = parse_real(text);
  return value && *value >= 0 ? value : std::nullopt;
}

std::string bound_refusal(const std::string& option, const std::string& text) {
  if (parse_bound(option, text)) return "";
  return option + "= is '" + text + "'; expected " +
         (is_share(option) ? "a share from 0 to 1 or a percentage, such as 90%"
                           : "a number from 0 on, without a unit");
}

}  // namespace tadpole::learning
