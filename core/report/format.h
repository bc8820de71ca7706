// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: percent, bytes, thousands.
#pragma once
#include <cstdint>
#include <string>

#include "core/eval/metrics.h"

namespace tadpole {

std::string percent(double share, int decimals = 1);  // 0.9124 -> "91.2 %" (narrow no-break space)
std::string interval_text(const Interval& interval);  // "89.0 to 93.1 %"
std::string thousands(std::int64_t n);                // 22604 -> "22 604" (narrow no-break space)
std::string byte_text(std::int64_t n);                // 22604 -> "22.6 kB"; below 1000: "640 B"
std::string count_text(std::int64_t n);               // 2657000 -> "2.66 M", 23756 -> "23.8 k"
std::string duration_text(double seconds);            // "0.8 s", "3 min 20 s", "2 h 05 min"
// Three digits that count: "0.0712", "12.3", "1 280"; an en dash when it is no finite number below
// 2e9 (a report holds diverged numbers there).
std::string short_number(double value);
// "0.05 to 0.09 s"; unit may be empty.
std::string range_text(const Interval& interval, const std::string& unit);
std::string with_unit(const std::string& text, const std::string& unit);
// A plain number for SVG: at most two decimals, no trailing zeros, "0" when not finite.
std::string coordinate(double value);

}  // namespace tadpole
