// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"
#include "workflow/import_model.h"

namespace tadpole {

extern const char* const import_verb_help;
const char* const import_verb_help = "make a .tflite file, float or int8, of an ONNX model";

void add_import_verb(Verb& verb) {
  struct Given {
    std::string model, output, calibration;
    bool int8 = false;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = verb.command();
  command.add_option("model", given->model, "the model file, e.g. of torch.onnx.export")
      ->required()
      ->type_name("MODEL.onnx");
  command
      .add_option("--output", given->output,
                  "where the model goes [default: beside it, as .tflite]")
      ->type_name("FILE");
  command.add_flag("--int8", given->int8, "quantize to 8 bits; needs --calibration");
  command
      .add_option("--calibration", given->calibration,
                  "raw float32 inputs one after the other, each as the ONNX model takes it (NCHW "
                  "for pictures); about 100, of training data")
      ->type_name("FILE.bin");
  verb.does([given](Progress& progress) -> Result<VerbResult> {
    const InferAnswer answer =
        TADPOLE_TRY(import_model({.model = given->model,
                                  .output = given->output,
                                  .type = given->int8 ? ImportType::int8 : ImportType::float32,
                                  .calibration = given->calibration},
                                 progress));
    return VerbResult{.json = answer.json, .text = answer.text};
  });
}

}  // namespace tadpole
