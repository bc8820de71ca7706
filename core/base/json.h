// SPDX-License-Identifier: Apache-2.0
// Reading fields of JSON that somebody may have changed by hand: a missing or wrongly typed field
// gives the default.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace tadpole {

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
