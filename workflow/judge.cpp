// SPDX-License-Identifier: Apache-2.0
#include "workflow/judge.h"

namespace tadpole {

Result<EvaluationReport> judge_classes(const Examples& examples, const Outputs& outputs,
                                       const std::string& model) {
  if (outputs.examples.empty()) {
    return Error{
        "there is no test example: nothing is known about new data; collect samples of at least "
        "three people or machines, or raise test_percent"};
  }
  const Predictions predictions = predictions_of(outputs, examples.labels());
  const EvaluationOptions options{.model = model,
                                  .split = "test",
                                  .origin = examples.origin(),
                                  .bootstrap = {},
                                  .threshold = {},
                                  .calibration_bins = 10};
  return evaluate(predictions, options);
}

}  // namespace tadpole
