// SPDX-License-Identifier: Apache-2.0
#include "core/search/space_parts.h"

#include <fmt/format.h>

namespace tadpole {

std::vector<Parameter> training_parameters() {
  using enum ParameterKind;
  return {{.name = "dropout", .kind = real, .low = 0.0, .high = 0.5},
          {.name = "learning_rate", .kind = log_real, .low = 3e-4, .high = 1e-2},
          {.name = "schedule", .choices = {"cosine", "exponential", "constant"}},
          {.name = "batch", .choices = {"16", "32", "64"}},
          {.name = "weight_decay", .kind = log_real, .low = 1e-6, .high = 1e-2}};
}

std::vector<std::string> training_names() {
  return {"learning_rate", "schedule", "batch", "weight_decay"};
}

std::vector<std::pair<std::string, std::string>> training_options(const Space& space,
                                                                  const SpacePoint& point) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const std::string& name : training_names())
    options.emplace_back(name, space.choice(point, name));
  return options;
}

void append_answer(NetworkLines& lines, const NetworkAnswer& answer) {
  lines.push_back(fmt::format("dense units={}", answer.outputs));
  if (answer.kind == NetworkAnswer::Kind::classes) lines.emplace_back("softmax");
}

}  // namespace tadpole
