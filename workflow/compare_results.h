// SPDX-License-Identifier: Apache-2.0
// What a comparison leaves: its rows as JSON, as a table for a terminal, as a page.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "workflow/project.h"

namespace tadpole {

struct CompareRow {
  std::string id, title;
  std::string refused;  // why this way could not be gone; all else is empty then
  std::string metric;   // as Judgement's, with its 95 % interval
  double value = 0.0, low = 0.0, high = 0.0;
  std::int64_t file_bytes = 0;
  std::optional<std::int64_t> packed_bytes;  // under zlib
  std::int64_t macs = 0;
  double host_us = 0.0;  // of one run on this computer; compare them with each other only
  // On the board: all of the firmware's; of one run. 0 where it did not run.
  std::int64_t flash_bytes = 0, ram_bytes = 0, instructions = 0;
  std::string not_run;    // why the board has no figures, or that its bytes differ
  bool on_front = false;  // no other beats it in the metric, flash, RAM and instructions
};

struct CompareFacts {
  std::string project, board;
  std::string origin;  // of the data: "recorded", "synthetic", "mixed"
  int tune_epochs = 0;
};

Path compare_folder(const Project& project);

// Of the rows that ran on the board. An accuracy and an AUC are better when higher, an error when
// lower.
void mark_front(std::vector<CompareRow>& rows);

nlohmann::json to_json(const CompareRow& row);
Result<CompareRow> compare_row(const nlohmann::json& json);
nlohmann::json compare_json(const std::vector<CompareRow>& rows, const CompareFacts& facts);
std::string compare_text(const std::vector<CompareRow>& rows, const CompareFacts& facts);
// One HTML file that needs no network.
std::string compare_page(const std::vector<CompareRow>& rows, const CompareFacts& facts);

}  // namespace tadpole
