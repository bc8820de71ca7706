// SPDX-License-Identifier: Apache-2.0
// For tests: a ready-made model from its line.
#pragma once
#include "core/nn/test_model.h"

namespace tadpole {

inline Model reference(const std::string& line, std::array<int, 3> input, int outputs) {
  Result<ModelSpec> spec = reference_model(line, input, outputs);
  if (!spec.ok()) ADD_FAILURE() << line << ": " << spec.error().message;
  Model model =
      spec.ok() ? Model::create(spec.value()).value() : model_of({1, 1, 1}, {"dense units=1"});
  model.initialize(3);
  return model;
}

}  // namespace tadpole
