// SPDX-License-Identifier: Apache-2.0
// Reading fields of JSON that somebody may have changed by hand: a missing or wrongly typed field
// gives the default.
#pragma once
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tadpole {

// Arrays and objects in each other that we take: copying and writing recurse once per level.
inline constexpr int kDeepestJson = 64;

inline bool json_nests_within(const nlohmann::json& json, int levels) {
  if (levels < 0) return false;
  if (!json.is_structured()) return true;
  return std::all_of(json.begin(), json.end(), [levels](const nlohmann::json& part) {
    return json_nests_within(part, levels - 1);
  });
}

// The same of a text that nobody has looked at: brackets outside of strings are counted.
inline bool json_text_nests_within(std::string_view text, int levels) {
  bool in_string = false;
  int deep = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++deep > levels + 1) return false;
    } else if (c == ']' || c == '}') {
      --deep;
    }
  }
  return true;
}

// A discarded value (no object, no list, nothing) when the text is no JSON or nests deeper than
// kDeepestJson. Cost: one walk more than parsing. The walk is the first: the library takes minutes
// to give up millions of open brackets.
inline nlohmann::json parse_json(std::string_view text) {
  if (!json_text_nests_within(text, kDeepestJson)) return nlohmann::json::value_t::discarded;
  return nlohmann::json::parse(text, nullptr, false);
}

inline std::string json_text(const nlohmann::json& json, const char* key,
                             const std::string& otherwise = "") {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_string() ? at->get<std::string>() : otherwise;
}

inline double json_number(const nlohmann::json& json, const char* key, double otherwise = 0.0) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_number() ? at->get<double>() : otherwise;
}

// An empty array when the field is none.
inline nlohmann::json json_list(const nlohmann::json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_array() ? *at : nlohmann::json::array();
}

// One line or indented; bytes that are no UTF-8 are replaced.
inline std::string json_dump(const nlohmann::json& json, int indent = -1) {
  return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tadpole
