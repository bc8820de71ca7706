// SPDX-License-Identifier: Apache-2.0
// What there is of a project's search, while it runs and afterwards: for who looks on, and for the
// recipe.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "workflow/search.h"

namespace tadpole {

struct SearchState {
  std::map<std::string, std::string> options;  // it was begun with, by name; empty: there was none
  bool is_whole = false;                       // it has come to its end
  // The features are others since, or what is searched for them: the search cannot go on.
  bool is_stale = false;
  // As pareto.json, and "rows": every candidate that was trained, the best value first;
  // "refusals": the last of those that did not fit. Null: nothing was tried yet.
  nlohmann::json results;
};

// Cannot fail: what is damaged is not there.
SearchState search_state(const Project& project);

// Written beside the journal, so that a search goes on with them.
Outcome keep_options(const Project& project, SearchOptions options);

// The text of the recipe with the layers and the training of the best candidate in it; all else
// stays, comments and what was changed since the search too. Fails when no search has found one.
Result<std::string> recipe_with_best(const Project& project);

}  // namespace tadpole
