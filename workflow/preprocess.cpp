// SPDX-License-Identifier: Apache-2.0
#include "workflow/preprocess.h"

#include "workflow/explore.h"
#include "workflow/task.h"

namespace tadpole {

Result<StageResult> preprocess(Project& project, Progress& progress) {
  const Task& task = task_of(project);
  return do_stage(project, "preprocess", [&]() -> Result<StageWork> {
    StageWork work = TADPOLE_TRY(task.preprocess(project, progress));
    TADPOLE_TRY(explore(project, progress));
    return work;
  });
}

}  // namespace tadpole
