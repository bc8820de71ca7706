// SPDX-License-Identifier: Apache-2.0
#include "core/base/options.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include "core/base/text.h"

namespace tadpole {
namespace {

Error bad_value(const std::string& value, const Option& option, const std::string& expected) {
  const std::string unit = option.info.unit.empty() ? "" : " " + option.info.unit;
  return wrong_use(option.name + " = '" + value + "': expected " + expected + unit);
}

// "a whole number from 1 to 10"
std::string expectation(const Option& option, const char* kind) {
  const std::string range = option.range_text();
  return range.empty() ? kind : std::string(kind) + ", " + range;
}

Result<double> ranged(const std::string& text, const Option& option, bool whole) {
  const Result<double> number = parse_number(text);
  const char* kind = whole ? "a whole number" : "a number";
  if (!number.ok()) return bad_value(text, option, expectation(option, kind));
  const double value = number.value();
  if (whole && value != std::floor(value))
    return bad_value(text, option, expectation(option, kind));
  if (value < option.info.min || value > option.info.max)
    return bad_value(text, option, expectation(option, kind));
  return value;
}

Outcome chosen(const std::string& text, const Option& option) {
  if (option.info.choices.empty()) return Done{};
  for (const std::string& choice : option.info.choices) {
    if (choice == text) return Done{};
  }
  return bad_value(text, option, option.range_text() + did_you_mean(text, option.info.choices));
}

template <typename T>
Option number_option(std::string name, T& field, OptionInfo info, bool whole) {
  Option option{.name = std::move(name),
                .type = whole ? OptionType::integer : OptionType::real,
                .info = std::move(info),
                .default_text = {},
                .set = {},
                .get = {}};
  if (whole) {  // what a double and the field both hold exactly
    option.info.min = std::max(option.info.min, std::is_unsigned_v<T> ? 0.0 : -2147483648.0);
    option.info.max =
        std::min(option.info.max, std::is_unsigned_v<T> ? 9007199254740992.0 : 2147483647.0);
  }
  const Option facts = option;  // the setter keeps its own copy: the vector moves
  option.set = [&field, facts, whole](const std::string& text) -> Outcome {
    field = static_cast<T>(TADPOLE_TRY(ranged(text, facts, whole)));
    return Done{};
  };
  option.get = [&field] { return number_text(static_cast<double>(field)); };
  return option;
}

}  // namespace

std::string number_text(double value) {
  char text[40];
  if (value == std::floor(value) && std::fabs(value) < 1e15) {
    std::snprintf(text, sizeof text, "%.0f", value);
    return text;
  }
  // A float that was widened prints as the float it was: 0.1F is "0.1".
  const bool is_float = static_cast<double>(static_cast<float>(value)) == value;
  for (int digits = 1; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    const double back = std::strtod(text, nullptr);
    if (is_float ? static_cast<float>(back) == static_cast<float>(value) : back == value) break;
  }
  return text;
}

Result<double> parse_number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value) ||
      text.find_first_of("xXpPnN \t") != std::string::npos) {
    return wrong_use("'" + text + "' is not a number");
  }
  return value;
}

std::string Option::range_text() const {
  if (!info.choices.empty()) return "one of: " + join(info.choices, ", ");
  const bool low = std::isfinite(info.min) && info.min > -2147483648.0;
  const bool high = std::isfinite(info.max) && info.max < 2147483647.0;
  if (low && high) return number_text(info.min) + " to " + number_text(info.max);
  if (low) return "at least " + number_text(info.min);
  if (high) return "at most " + number_text(info.max);
  return "";
}

OptionSet& OptionSet::push(Option option) {
  option.default_text = option.get();
  options_.push_back(std::move(option));
  return *this;
}

OptionSet& OptionSet::add(std::string name, int& field, OptionInfo info) {
  return push(number_option(std::move(name), field, std::move(info), true));
}
OptionSet& OptionSet::add(std::string name, std::uint64_t& field, OptionInfo info) {
  return push(number_option(std::move(name), field, std::move(info), true));
}
OptionSet& OptionSet::add(std::string name, float& field, OptionInfo info) {
  return push(number_option(std::move(name), field, std::move(info), false));
}
OptionSet& OptionSet::add(std::string name, double& field, OptionInfo info) {
  return push(number_option(std::move(name), field, std::move(info), false));
}

OptionSet& OptionSet::add(std::string name, bool& field, OptionInfo info) {
  info.choices = {"true", "false"};
  Option option{.name = std::move(name),
                .type = OptionType::boolean,
                .info = std::move(info),
                .default_text = {},
                .set = {},
                .get = {}};
  const Option facts = option;
  option.set = [&field, facts](const std::string& text) -> Outcome {
    TADPOLE_TRY(chosen(text, facts));
    field = text == "true";
    return Done{};
  };
  option.get = [&field] { return std::string(field ? "true" : "false"); };
  return push(std::move(option));
}

OptionSet& OptionSet::add(std::string name, std::string& field, OptionInfo info) {
  Option option{.name = std::move(name),
                .type = OptionType::text,
                .info = std::move(info),
                .default_text = {},
                .set = {},
                .get = {}};
  const Option facts = option;
  option.set = [&field, facts](const std::string& text) -> Outcome {
    TADPOLE_TRY(chosen(text, facts));
    field = text;
    return Done{};
  };
  option.get = [&field] { return field; };
  return push(std::move(option));
}

OptionSet& OptionSet::add(std::string name, std::vector<std::string>& field, OptionInfo info) {
  Option option{.name = std::move(name),
                .type = OptionType::texts,
                .info = std::move(info),
                .default_text = {},
                .set = {},
                .get = {}};
  const Option facts = option;
  option.set = [&field, facts](const std::string& text) -> Outcome {
    std::vector<std::string> items;
    for (const std::string& part : split(text, ',')) {
      const std::string item = trim(part);
      if (item.empty()) continue;
      TADPOLE_TRY(chosen(item, facts));
      items.push_back(item);
    }
    field = std::move(items);
    return Done{};
  };
  option.get = [&field] { return join(field, ","); };
  return push(std::move(option));
}

Outcome OptionSet::set(const std::string& name, const std::string& value,
                       const std::string& where) {
  std::vector<std::string> names;
  for (const Option& option : options_) {
    if (option.name != name) {
      names.push_back(option.name);
      continue;
    }
    Outcome done = option.set(value);
    if (!done.ok()) return wrong_use(where + ": " + done.error().message);
    return done;
  }
  const std::string meant = nearest_word(name, names);
  return wrong_use(
      where + ": unknown key '" + name + "'" +
      (meant.empty() ? "; known keys: " + join(names, ", ") : "; did you mean '" + meant + "'?"));
}

std::string OptionSet::fingerprint() const {
  std::string text;
  for (const Option& option : options_) text += option.name + "=" + option.get() + ";";
  return text;
}

}  // namespace tadpole
