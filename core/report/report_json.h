// SPDX-License-Identifier: Apache-2.0
// The parts of report.json that have a file of their own. Reading throws as the JSON library does;
// report_from_json() catches it. What a type alone cannot say is checked afterwards.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "core/report/encode.h"
#include "core/report/run_report.h"

namespace tadpole {

// As in core/eval: an interval has the same fields wherever it stands.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Interval, low, high, level, method)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NamedValue, name, value)

void to_json(nlohmann::json& json, const ExampleClip& example);
void from_json(const nlohmann::json& json, ExampleClip& example);
void to_json(nlohmann::json& json, const RegressionSummary& summary);
void from_json(const nlohmann::json& json, RegressionSummary& summary);
void to_json(nlohmann::json& json, const AnomalySummary& summary);
void from_json(const nlohmann::json& json, AnomalySummary& summary);

// Each fails with a sentence that names the part.
Outcome check_example(const ExampleClip& example);
Outcome check_anomaly(const AnomalySummary& summary);
// what: "the sheet of augmentation". Empty text is no picture and fine.
Outcome check_png(const std::string& png_base64, const std::string& what);

// Parts that are bytes travel as base64; broken text becomes empty and the checks refuse it.
template <typename Byte>
std::string bytes_text(const std::vector<Byte>& data) {
  return base64({reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

template <typename Byte>
void read_bytes_text(const nlohmann::json& json, std::vector<Byte>& out) {
  const Result<Bytes> bytes = from_base64(json.get<std::string>());
  out.clear();
  if (bytes.ok()) out.assign(bytes.value().begin(), bytes.value().end());
}

// A field that older reports do not have.
template <typename Part>
void get_later(const nlohmann::json& json, const char* name, Part& part) {
  if (json.contains(name)) json.at(name).get_to(part);
}

}  // namespace tadpole
