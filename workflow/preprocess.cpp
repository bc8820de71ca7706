// SPDX-License-Identifier: Apache-2.0
#include "workflow/preprocess.h"

#include "workflow/task.h"

namespace tadpole {

Result<StageResult> preprocess(Project& project, Progress& progress) {
  const Task& task = task_of(project);
  return do_stage(project, "preprocess", [&] { return task.preprocess(project, progress); });
}

}  // namespace tadpole
