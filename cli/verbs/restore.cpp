// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_place.h"
#include "cli/verb.h"

namespace tadpole {

extern const char* const restore_verb_help;
const char* const restore_verb_help = "bring a hub back from a backup, into any database";

void add_restore_verb(Verb& verb) {
  auto given = std::make_shared<GivenPlace>();
  auto file = std::make_shared<std::string>();
  verb.command()
      .add_option("file", *file, "a file that 'tadpole backup' wrote")
      ->required()
      ->type_name("FILE");
  add_place_options(verb.command(), given);
  verb.does([given, file](Progress&) -> Result<VerbResult> {
    const server::HubPlace to = given->place();
    const server::BackupReport done = TADPOLE_TRY(server::restore(*file, to));
    return VerbResult{.json = {{"data", to.data.string()},
                               {"events", done.events},
                               {"accounts", done.accounts},
                               {"files", done.files}},
                      .text = "restored into " + to.data.string() + ": " +
                              std::to_string(done.events) + " events of " +
                              std::to_string(done.accounts) + " accounts, " +
                              std::to_string(done.files) + " files\n"};
  });
}

}  // namespace tadpole
