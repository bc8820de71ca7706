// SPDX-License-Identifier: Apache-2.0
// Search: features/ and a board's limits -> search/: the network and the training options that
// serve best among those that fit.
//   history.jsonl   the journal: every candidate and every rung; a search goes on from it
//   pareto.json     what no other candidate beats in accuracy (or loss), RAM, flash and
//   instructions pareto.html     the same as pictures and a table best.toml       the recipe with
//   the best candidate in it: copy it over tadpole.toml options.json    the options it was begun
//   with checkpoints/    the trainings, to go on with
#pragma once
#include <cstdint>
#include <string>

#include "core/base/options.h"
#include "core/search/footprint.h"
#include "core/search/search_cost.h"
#include "workflow/project.h"

namespace tadpole {

struct SearchOptions {
  int trials = 40;
  std::string strategy = "tpe";    // one of sampler_names()
  std::string scheduler = "asha";  // asha | hyperband | full
  int eta = 3, rungs = 3;
  int epochs = 0;  // of the last rung; 0: those of the recipe
  std::string board = "virtual-m4";
  // "64k": the model's arena, its constants, one inference. Empty: what the board has;
  // instructions: no limit.
  std::string ram, flash, instructions;
  bool measure = false;  // counts instructions on the virtual board: seconds for each candidate
  int workers = 1;
  int lookahead = 4;
  std::uint64_t seed = 1;
  bool fresh = false;  // throws an earlier search away
  EnergyOptions energy;
};

// Every option, with units and ranges. The struct must outlive the set.
OptionSet describe(SearchOptions& options);

// Done, or why there is nothing to look for here: a detector of anomalies, a network that streams.
Outcome can_search(const Project& project);
// What a candidate may take. Fails for a board that there is not and for what is no amount.
Result<BoardLimits> search_limits(const SearchOptions& options);

// "64k" is 64 * 1024 (of bytes) or 64,000 (of instructions), "10M" likewise, "70000" itself. Fails
// for anything else and for less than 1.
enum class Counted : std::uint8_t { bytes, instructions };
Result<std::int64_t> parse_amount(const std::string& text, Counted what);

// Candidates are convolutional networks, or dense ones where the features are one row of numbers
// (core/search/network_space.h). They are chosen by their validation accuracy, those that learn
// numbers by their validation loss; no test sample is looked at. Every one is trained with the
// project's seed, so that best.toml trains the very same model. A search that was stopped or killed
// goes on with the same options, and with more trials. Fails when preprocess has not run, as
// can_search() does, for a board that there is not, and as run_search() does. Cancelled when the
// user stops; what there is by then is written.
Result<StageResult> search(Project& project, const SearchOptions& options, Progress& progress);

}  // namespace tadpole
