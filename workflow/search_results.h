// SPDX-License-Identifier: Apache-2.0
// What a search leaves: the table of the candidates that no other beats, as text, JSON and a page.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/search/search.h"
#include "core/search/search_cost.h"

namespace tadpole {

struct SearchRow {
  int candidate = 0;
  std::string point;
  double value = 0.0;  // the objective as people see it: a share, or a loss
  int epochs = 0;
  Footprint footprint;
  bool on_front = false, best = false;
};

// Every candidate that has a value, the best value first.
std::vector<SearchRow> search_rows(const SearchHistory& history);

// The value stands under the objective's name: "validation_accuracy", "validation_loss".
nlohmann::json to_json(const SearchRow& row, Objective objective);

struct SearchFacts {
  std::string board, strategy;
  BoardLimits limits;
  EnergyOptions energy;
  std::string origin;  // of the data: "recorded", "synthetic", "mixed"
};

nlohmann::json search_json(const SearchHistory& history, const SearchFacts& facts);
// The front as a table for a terminal, and what the search cost.
std::string search_text(const SearchHistory& history, const SearchFacts& facts);
// One HTML file that needs no network.
std::string search_page(const SearchHistory& history, const SearchFacts& facts,
                        const std::string& project);

}  // namespace tadpole
