// SPDX-License-Identifier: Apache-2.0
#include "workflow/collect.h"

#include "workflow/task.h"

namespace tadpole {

Result<StageResult> collect(Project& project, Progress& progress) {
  const Task& task = task_of(project);
  if (project.recipe().sources.empty()) {
    return wrong_use("the project has no source of data; add one with: " +
                     task.next_step(project.folder().string()));
  }
  return do_stage(project, "collect", [&] { return task.collect(project, progress); });
}

}  // namespace tadpole
