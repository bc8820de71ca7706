// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/infer.h"

namespace tadpole {

extern const char* const inspect_verb_help;
const char* const inspect_verb_help =
    "show a .tflite file: operators, shapes, scales, sizes, arena";

void add_inspect_verb(Verb& verb) {
  auto model = std::make_shared<std::string>();
  verb.command()
      .add_option("model", *model, "the model file")
      ->required()
      ->type_name("MODEL.tflite");
  verb.does([model](Progress&) -> Result<VerbResult> {
    const InferAnswer answer = TADPOLE_TRY(inspect(*model));
    return VerbResult{.json = answer.json, .text = answer.text};
  });
}

}  // namespace tadpole
