// SPDX-License-Identifier: Apache-2.0
// What is wrong or doubtful in a dataset, and what it holds.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace tadpole {

enum class Severity : std::uint8_t { note, warning, error };
const char* severity_name(Severity severity);

struct Finding {
  std::string check;  // "clipped", "silent", ...
  Severity severity = Severity::note;
  std::string file;  // "" for the whole dataset
  std::string sentence;
};

// What was seen of one recording when it was decoded.
struct ClipFacts {
  double peak = 0.0, rms = 0.0;  // of full scale
  double clipped_share = 0.0;    // samples at full scale
  double original_s = 0.0;
  int original_hz = 0;
};
ClipFacts measure(const std::vector<std::int16_t>& samples, double original_s, int original_hz);

// facts: one per clip of the dataset, in its order.
std::vector<Finding> check_dataset(const Dataset& dataset, const std::vector<ClipFacts>& facts);
// Counts per class, split, speaker and group; licences, consent, durations, balance, origin.
nlohmann::json datasheet(const Dataset& dataset, const std::vector<Finding>& findings);
std::string datasheet_text(const nlohmann::json& sheet);

}  // namespace tadpole
