// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const train_verb_help;
const char* const train_verb_help = "train the network; resumes after a kill";

void add_train_verb(Verb& verb) {
  verb.takes_project().takes_options({"augment", "model", "train"});
  verb.does([&verb](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "train", progress)));
  });
}

}  // namespace tadpole
