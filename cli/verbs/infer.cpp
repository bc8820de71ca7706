// SPDX-License-Identifier: Apache-2.0
#include "workflow/infer.h"

#include "cli/verb.h"
#include "core/base/text.h"

namespace tadpole {

extern const char* const infer_verb_help;
const char* const infer_verb_help =
    "ask a .tflite model about one file: a recording, a picture, a log, strokes, a table";

void add_infer_verb(Verb& verb) {
  struct Given {
    std::string model, clip, labels, raw_input, raw_output;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = verb.command();
  command.add_option("model", given->model, "the model file")
      ->required()
      ->type_name("MODEL.tflite");
  command
      .add_option("file", given->clip,
                  "what the model was trained on: a recording (WAV, FLAC, OGG, Opus), a picture "
                  "(PNG, JPEG, PPM, BMP), a sensor log or a table (CSV), strokes (JSON, CSV)")
      ->type_name("FILE");
  command.add_option("--labels", given->labels, "names of the outputs, for models that carry none")
      ->type_name("A,B,...");
  command
      .add_option("--raw-input", given->raw_input,
                  "bytes of the first input tensor instead of a recording")
      ->type_name("FILE");
  command
      .add_option("--raw-output", given->raw_output,
                  "where the bytes of the first output tensor go")
      ->type_name("FILE");
  verb.does([given](Progress&) -> Result<VerbResult> {
    const bool raw = !given->raw_input.empty() || !given->raw_output.empty();
    if (raw == !given->clip.empty() || given->raw_input.empty() != given->raw_output.empty()) {
      return wrong_use("give either a file, or both --raw-input and --raw-output");
    }
    std::vector<std::string> labels;
    if (!given->labels.empty()) labels = split(given->labels, ',');
    const InferAnswer answer =
        TADPOLE_TRY(raw ? infer_raw(given->model, given->raw_input, given->raw_output)
                        : infer_file(given->model, given->clip, labels));
    return VerbResult{.json = answer.json, .text = answer.text};
  });
}

}  // namespace tadpole
