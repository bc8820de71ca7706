// SPDX-License-Identifier: Apache-2.0
#include "workflow/verify.h"

#include "cli/verb.h"
#include "core/base/text.h"

namespace tadpole {

extern const char* const verify_verb_help;
const char* const verify_verb_help =
    "compare what a .tflite model computes on this machine, on a virtual board and in another "
    "runtime, tensor by tensor";

void add_verify_verb(Verb& verb) {
  struct Given {
    std::string model, runtime, inputs, folder;
    VerifyOptions options;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = verb.command();
  command.add_option("model", given->model, "the model file")
      ->required()
      ->type_name("MODEL.tflite");
  command.add_option("--board", given->options.board, "the virtual board, or none")
      ->capture_default_str()
      ->type_name("NAME");
  command
      .add_option(
          "--runtime", given->runtime,
          "another runtime: a program that is started as COMMAND MODEL INPUT.bin FOLDER and "
          "writes output i to FOLDER/i.bin")
      ->type_name("COMMAND");
  command
      .add_option("--inputs", given->inputs,
                  "raw bytes of inputs, one after the other; without: three of a generator")
      ->type_name("FILE");
  command
      .add_option("--steps", given->options.steps,
                  "how far integers of the other runtime may be away (its rounding may differ)")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command.add_option("--keep", given->folder, "where firmware and files stay for a look")
      ->type_name("FOLDER");
  verb.does([given](Progress& progress) -> Result<VerbResult> {
    VerifyOptions options = given->options;
    if (options.board == "none") options.board.clear();
    for (const std::string& word : split(given->runtime, ' '))
      if (!word.empty()) options.runtime.push_back(word);
    if (options.board.empty() && options.runtime.empty())
      return wrong_use("there is nothing to compare with; give a board or a runtime");
    options.inputs = given->inputs;
    options.folder = given->folder;
    const InferAnswer answer = TADPOLE_TRY(verify(given->model, options, progress));
    if (!answer.json["agrees"].get<bool>())
      return Error{answer.text + "the model does not compute the same everywhere"};
    return VerbResult{.json = answer.json, .text = answer.text};
  });
}

}  // namespace tadpole
