// SPDX-License-Identifier: Apache-2.0
#include "core/report/format.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

constexpr const char* kThinSpace = "\xE2\x80\xAF";

}  // namespace

std::string percent(double share, int decimals) {
  return fmt::format("{:.{}f}{}%", 100 * share, decimals, kThinSpace);
}

std::string interval_text(const Interval& interval) {
  return fmt::format("{:.1f} to {}", 100 * interval.low, percent(interval.high));
}

std::string thousands(std::int64_t n) {
  std::string digits = fmt::format("{}", n);
  if (n < 0) digits.erase(0, 1);
  std::string out = n < 0 ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += kThinSpace;
    out += digits[i];
  }
  return out;
}

std::string byte_text(std::int64_t n) {
  if (n < 1000) return fmt::format("{} B", n);
  if (n < 1000000) return fmt::format("{:.1f} kB", static_cast<double>(n) / 1e3);
  return fmt::format("{:.2f} MB", static_cast<double>(n) / 1e6);
}

std::string count_text(std::int64_t n) {
  if (n < 10000) return thousands(n);
  if (n < 1000000) return fmt::format("{:.1f} k", static_cast<double>(n) / 1e3);
  return fmt::format("{:.2f} M", static_cast<double>(n) / 1e6);
}

std::string duration_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(std::min(seconds, 1e12)));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string short_number(double value) {
  if (!std::isfinite(value) || std::abs(value) >= 2e9) return "\xE2\x80\x93";
  if (std::abs(value) >= 1000.0) return thousands(std::llround(value));
  if (value != 0.0 && std::abs(value) < 1e-4) return fmt::format("{:.2e}", value);
  if (value == 0.0) return "0";
  const int whole_digits = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return fmt::format("{:.{}f}", value, std::max(0, 3 - whole_digits));
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() ? text : text + kThinSpace + unit;
}

std::string range_text(const Interval& interval, const std::string& unit) {
  return short_number(interval.low) + " to " + with_unit(short_number(interval.high), unit);
}

std::string coordinate(double value) {
  if (!std::isfinite(value)) return "0";
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace tadpole
