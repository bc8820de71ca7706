// SPDX-License-Identifier: Apache-2.0
#include "core/search/dense_space.h"

#include <fmt/format.h>

namespace tadpole {

Space dense_space() {
  std::vector<Parameter> all = {
      {.name = "depth", .kind = ParameterKind::integer, .low = 1, .high = kMostHidden},
      {.name = "activation", .choices = {"relu", "hard_swish", "tanh"}}};
  // Kernels of the board work on four values at a time.
  for (int layer = 1; layer <= kMostHidden; ++layer)
    all.push_back({.name = "width_" + std::to_string(layer),
                   .kind = ParameterKind::log_integer,
                   .low = 4,
                   .high = 256,
                   .step = 4,
                   .needs = "depth",
                   .at_least = static_cast<double>(layer)});
  const std::vector<Parameter> training = training_parameters();
  all.insert(all.end(), training.begin(), training.end());
  return Space::create(std::move(all)).value();
}

NetworkLines dense_layers(const Space& space, const SpacePoint& point,
                          const NetworkAnswer& answer) {
  NetworkLines lines;
  const auto depth = static_cast<int>(space.number(point, "depth"));
  for (int layer = 1; layer <= depth; ++layer) {
    lines.push_back("dense units=" + space.choice(point, fmt::format("width_{}", layer)));
    lines.push_back(space.choice(point, "activation"));
    lines.push_back("dropout rate=" + space.choice(point, "dropout"));
  }
  append_answer(lines, answer);
  return lines;
}

}  // namespace tadpole
