// SPDX-License-Identifier: Apache-2.0
#include "workflow/run.h"

#include "cli/verb.h"

namespace tadpole {

extern const char* const run_verb_help;
const char* const run_verb_help = "do every stage that has something new to do";

void add_run_verb(Verb& verb) {
  verb.takes_project();
  verb.does([&verb](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_all(project, progress)));
  });
}

}  // namespace tadpole
