// SPDX-License-Identifier: Apache-2.0
// What a ready-made model is: its options, and its lines for an input and a number of outputs.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/base/result.h"
#include "core/nn/model.h"
#include "core/tensor/shape.h"

namespace tadpole {

class ReferenceModel {
 public:
  virtual ~ReferenceModel() = default;
  // Options with name, help, default and range. The model outlives the set.
  virtual void describe(OptionSet&) {}
  // The layers' lines. Fails for an input that it cannot take: what it got and what it needs.
  virtual Result<std::vector<std::string>> lines(const Shape& input, int outputs) const = 0;
};

using Lines = std::vector<std::string>;

inline void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}
// One value per class, as probabilities.
inline void append_classifier(Lines& lines, int classes) {
  append(lines, {"dense units=" + std::to_string(classes), "softmax"});
}
inline std::string with_number(const std::string& option, int value) {
  return option + "=" + std::to_string(value);
}

}  // namespace tadpole
