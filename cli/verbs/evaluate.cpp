// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "core/base/text.h"
#include "workflow/model_file.h"
#include "workflow/run.h"

namespace tadpole {

extern const char* const evaluate_verb_help;
const char* const evaluate_verb_help =
    "test on speakers the model never heard; any .tflite file: on labelled inputs";

void add_evaluate_verb(Verb& verb) {
  struct Given {
    std::string samples, labels;
  };
  auto given = std::make_shared<Given>();
  verb.takes_project("PROJECT|MODEL.tflite").takes_options({"evaluate"});
  verb.command()
      .add_option("--samples", given->samples,
                  "for a .tflite file: a list file,label of files with raw bytes of its input")
      ->type_name("MANIFEST.csv");
  verb.command()
      .add_option("--labels", given->labels, "for a .tflite file: names of its outputs, in order")
      ->type_name("A,B,...");
  verb.does([&verb, given](Progress& progress) -> Result<VerbResult> {
    std::error_code code;
    if (!std::filesystem::is_directory(verb.target(), code) &&
        verb.target().extension() == ".tflite") {
      if (given->samples.empty())
        return wrong_use("a model file needs labelled inputs; give --samples MANIFEST.csv");
      EvaluateModelOptions options{.samples = given->samples};
      if (!given->labels.empty()) options.labels = split(given->labels, ',');
      const InferAnswer answer = TADPOLE_TRY(evaluate_model(verb.target(), options, progress));
      return VerbResult{.json = answer.json, .text = answer.text};
    }
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(run_stage(project, "evaluate", progress)));
  });
}

}  // namespace tadpole
