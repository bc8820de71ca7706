// SPDX-License-Identifier: Apache-2.0
// The threshold of a model without a rest class, chosen where it may be: not on the test.
#pragma once
#include "core/eval/evaluation.h"

namespace tadpole {

// Chooses the confidence below which the model gives no answer on the validation split, and tells
// in the report what it does on the report's own predictions. A report whose threshold is none of
// confidence stays as it is, and so does every report when validation holds no item: then the
// threshold was chosen on the predictions that it is judged by, which flatters it. Expects: the
// options that the report was made with. Cannot fail.
void choose_threshold(const Predictions& validation, const ThresholdOptions& options,
                      EvaluationReport& report);

// Below it the answer is "unknown"; 0 where there is no threshold of confidence.
double confidence_threshold(const EvaluationReport& report);

}  // namespace tadpole
