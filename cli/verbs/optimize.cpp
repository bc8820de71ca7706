// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/model_file.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const optimize_verb_help;
const char* const optimize_verb_help =
    "make the float and the int8 .tflite and compare them; of any .tflite file: take out what "
    "cannot change an answer";

void add_optimize_verb(Verb& verb) {
  auto output = std::make_shared<std::string>();
  verb.takes_project("PROJECT|MODEL.tflite").takes_options({"optimize"});
  verb.command()
      .add_option("--output", *output,
                  "where the smaller .tflite file goes [default: beside it as NAME_small.tflite]")
      ->type_name("FILE");
  verb.does([&verb, output](Progress& progress) -> Result<VerbResult> {
    std::error_code code;
    if (!std::filesystem::is_directory(verb.target(), code) &&
        verb.target().extension() == ".tflite") {
      const InferAnswer answer = TADPOLE_TRY(optimize_model(verb.target(), *output));
      return VerbResult{.json = answer.json, .text = answer.text};
    }
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "optimize", progress)));
  });
}

}  // namespace tadpole
