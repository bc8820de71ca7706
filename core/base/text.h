// SPDX-License-Identifier: Apache-2.0
// Small text helpers: splitting, trimming, and the word that was probably meant.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tadpole {

std::vector<std::string> split(std::string_view text, char separator);
// Lines without their ends; empty ones are left out.
std::vector<std::string> split_lines(std::string_view text);
std::string trim(std::string_view text);
// The whole text as one number, spaces around it left out; nothing when it is none. "nan" and "inf"
// are none.
std::optional<std::int64_t> parse_whole(std::string_view text);
std::optional<double> parse_real(std::string_view text);
std::string join(std::span<const std::string> parts, std::string_view separator);

// The candidate nearest to the word by edit distance (insert, delete, replace, swap neighbours), or
// "" when none is within a third of its length (at least 2). For messages of the form: did you mean
// "..."?
std::string nearest_word(std::string_view word, std::span<const std::string> candidates);

// " (did you mean 'x'?)" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace tadpole
