// SPDX-License-Identifier: Apache-2.0
#include "workflow/deploy.h"

#include "cli/verb.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const deploy_verb_help;
const char* const deploy_verb_help =
    "build firmware and run it on a board: a project's model, or any .tflite file";

void add_deploy_verb(Verb& verb) {
  struct Given {
    std::vector<std::string> inputs;
    std::string output;
  };
  auto given = std::make_shared<Given>();
  verb.takes_project("PROJECT|MODEL.tflite").takes_options({"deploy"});
  verb.command()
      .add_option("--input", given->inputs,
                  "raw input bytes for a .tflite file; may be repeated; else generated ones")
      ->type_name("FILE");
  verb.command()
      .add_option("--output", given->output,
                  "folder for a .tflite file's firmware [default: beside it]")
      ->type_name("FOLDER");
  verb.does([&verb, given](Progress& progress) -> Result<VerbResult> {
    std::error_code code;
    if (!std::filesystem::is_directory(verb.target(), code) &&
        verb.target().extension() == ".tflite") {
      DeployModelOptions options{.board = verb.given("board", DeployOptions{}.board),
                                 .inputs = {},
                                 .output = given->output};
      options.inputs.assign(given->inputs.begin(), given->inputs.end());
      return stage_answer(TADPOLE_TRY(deploy_model(verb.target(), options, progress)));
    }
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "deploy", progress)));
  });
}

}  // namespace tadpole
