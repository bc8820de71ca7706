// SPDX-License-Identifier: Apache-2.0
// What a job is asked to do: stages of the walk, and the two long works beside them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "workflow/search.h"

namespace tadpole::workbench {

inline constexpr const char* kCompare = "compare";  // workflow/compare.h
inline constexpr const char* kSearch = "search";    // workflow/search.h

struct JobWork {
  // Stages, and one of the two behind them. Empty: all stages that are not current.
  std::vector<std::string> names;
  SearchOptions search;
  bool fresh = false;  // a comparison throws earlier rows away
};

// options: those of describe(SearchOptions&) for a search, "fresh" for a comparison. Fails for a
// name that is none, for both at once, and for options that are not theirs or out of range.
Result<JobWork> job_work(std::vector<std::string> names,
                         const std::map<std::string, std::string>& options);

bool is_long_work(const std::string& name);

// Does one of them. Fails as run_stage(), compare() and search() do.
Result<StageResult> do_work(Project& project, const std::string& name, const JobWork& work,
                            Progress& progress);

}  // namespace tadpole::workbench
