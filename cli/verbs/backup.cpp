// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_place.h"
#include "cli/verb.h"

namespace tadpole {

extern const char* const backup_verb_help;
const char* const backup_verb_help = "put a whole hub into one file, while it runs";

void add_backup_verb(Verb& verb) {
  auto given = std::make_shared<GivenPlace>();
  auto file = std::make_shared<std::string>();
  verb.command()
      .add_option("file", *file, "the backup to write; keep it safe: keys are in it")
      ->required()
      ->type_name("FILE");
  add_place_options(verb.command(), given);
  verb.does([given, file](Progress&) -> Result<VerbResult> {
    const server::BackupReport done = TADPOLE_TRY(server::backup(*file, given->place()));
    return VerbResult{.json = {{"file", *file},
                               {"events", done.events},
                               {"accounts", done.accounts},
                               {"files", done.files}},
                      .text = "written: " + *file + " (" + std::to_string(done.events) +
                              " events of " + std::to_string(done.accounts) + " accounts, " +
                              std::to_string(done.files) + " files)\n"};
  });
}

}  // namespace tadpole
