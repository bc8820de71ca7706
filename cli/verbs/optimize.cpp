// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const optimize_verb_help;
const char* const optimize_verb_help = "make the float and the int8 .tflite and compare them";

void add_optimize_verb(Verb& verb) {
  verb.takes_project().takes_options({"optimize"});
  verb.does([&verb](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "optimize", progress)));
  });
}

}  // namespace tadpole
