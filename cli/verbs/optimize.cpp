// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/compare.h"
#include "workflow/model_file.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const optimize_verb_help;
const char* const optimize_verb_help =
    "make the float and the int8 .tflite and compare them, or every way to make a model smaller; "
    "of "
    "any .tflite file: take out what cannot change an answer";

void add_optimize_verb(Verb& verb) {
  auto output = std::make_shared<std::string>();
  auto all = std::make_shared<bool>(false), fresh = std::make_shared<bool>(false);
  verb.takes_project("PROJECT|MODEL.tflite").takes_options({"optimize"});
  verb.command()
      .add_option("--output", *output,
                  "where the smaller .tflite file goes [default: beside it as NAME_small.tflite]")
      ->type_name("FILE");
  CLI::Option* compare_flag = verb.command().add_flag(
      "--compare", *all,
      "quantize, prune, cluster, narrow and teach the trained network in every way, test each and "
      "run "
      "it on the board: a table of what each costs and is worth; goes on after a stop");
  verb.command()
      .add_flag("--fresh", *fresh, "with --compare: throw earlier rows away")
      ->needs(compare_flag);
  verb.does([&verb, output, all, fresh](Progress& progress) -> Result<VerbResult> {
    std::error_code code;
    if (!std::filesystem::is_directory(verb.target(), code) &&
        verb.target().extension() == ".tflite") {
      const InferAnswer answer = TADPOLE_TRY(optimize_model(verb.target(), *output));
      return VerbResult{.json = answer.json, .text = answer.text};
    }
    Project project = TADPOLE_TRY(verb.open_project());
    if (*all) return stage_answer(TADPOLE_TRY(compare(project, *fresh, progress)));
    return stage_answer(TADPOLE_TRY(run_stage(project, "optimize", progress)));
  });
}

}  // namespace tadpole
