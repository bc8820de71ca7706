// SPDX-License-Identifier: Apache-2.0
#include "workbench/job_work.h"

#include <algorithm>

#include "core/base/text.h"
#include "workflow/compare.h"
#include "workflow/run.h"

namespace tadpole::workbench {
namespace {

Outcome check_names(const std::vector<std::string>& names) {
  const auto stages = stage_names();
  for (const std::string& name : names) {
    if (is_long_work(name) || std::find(stages.begin(), stages.end(), name) != stages.end())
      continue;
    return wrong_use("'" + name + "' is no stage; the stages are: " + join(stages, ", ") +
                     "; beside them there are compare and search");
  }
  if (std::count_if(names.begin(), names.end(), is_long_work) > 1)
    return wrong_use("a job compares or searches once; start the other one when it has ended");
  return Done{};
}

}  // namespace

bool is_long_work(const std::string& name) { return name == kCompare || name == kSearch; }

Result<JobWork> job_work(std::vector<std::string> names,
                         const std::map<std::string, std::string>& options) {
  TADPOLE_TRY(check_names(names));
  JobWork work;
  const auto asked = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  OptionSet set;
  if (asked(kSearch)) set = describe(work.search);
  if (asked(kCompare))
    set.add("fresh", work.fresh, {.help = "throw earlier rows away and begin anew"});
  if (set.all().empty() && !options.empty())
    return wrong_use("stages take their options from the recipe, not from the job; set '" +
                     options.begin()->first + "' there");
  for (const auto& [name, value] : options)
    TADPOLE_TRY(set.set(name, value, asked(kSearch) ? kSearch : kCompare));
  if (asked(kSearch)) TADPOLE_TRY(search_limits(work.search));
  work.names = std::move(names);
  return work;
}

Result<StageResult> do_work(Project& project, const std::string& name, const JobWork& work,
                            Progress& progress) {
  if (name == kCompare) return compare(project, work.fresh, progress);
  if (name == kSearch) return search(project, work.search, progress);
  return run_stage(project, name, progress);
}

}  // namespace tadpole::workbench
