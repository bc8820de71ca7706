// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const evaluate_verb_help;
const char* const evaluate_verb_help = "test on speakers the model never heard";

void add_evaluate_verb(Verb& verb) {
  verb.takes_project().takes_options({"evaluate"});
  verb.does([&verb](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "evaluate", progress)));
  });
}

}  // namespace tadpole
