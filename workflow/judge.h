// SPDX-License-Identifier: Apache-2.0
// What a model's outputs on held-out examples are worth.
#pragma once
#include "core/eval/evaluation.h"
#include "workflow/predict.h"

namespace tadpole {

// model: "float" or "int8". Fails when there is no example.
Result<EvaluationReport> judge_classes(const Examples& examples, const Outputs& outputs,
                                       const std::string& model);

}  // namespace tadpole
