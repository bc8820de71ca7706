// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const preprocess_verb_help;
const char* const preprocess_verb_help = "make feature maps by the code the device runs";

void add_preprocess_verb(Verb& verb) {
  verb.takes_project().takes_options({"preprocess"});
  verb.does([&verb](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "preprocess", progress)));
  });
}

}  // namespace tadpole
