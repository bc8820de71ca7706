// SPDX-License-Identifier: Apache-2.0
// A small space with choices, whole numbers and a rate, and a function on it whose optimum is
// known.
#pragma once
#include <cmath>

#include "core/search/space.h"

namespace tadpole {

inline Space test_space() {
  return Space::create(
             {{.name = "kind", .choices = {"conv", "separable", "dense"}},
              {.name = "depth", .kind = ParameterKind::integer, .low = 0, .high = 2},
              {.name = "width_1",
               .kind = ParameterKind::integer,
               .low = 8,
               .high = 64,
               .step = 4,
               .needs = "depth",
               .at_least = 1},
              {.name = "width_2",
               .kind = ParameterKind::integer,
               .low = 8,
               .high = 64,
               .step = 4,
               .needs = "depth",
               .at_least = 2},
              {.name = "rate", .kind = ParameterKind::log_real, .low = 1e-4, .high = 0.1}})
      .value();
}

// At most 0: at kind = separable, depth = 2, width_1 = 24, width_2 = 40, rate = 0.005.
inline double test_value(const Space& space, const SpacePoint& point) {
  const double factor = std::log10(space.number(point, "rate") / 0.005);
  double value = -factor * factor;
  if (space.choice(point, "kind") != "separable") value -= 1.0;
  const double depth = space.number(point, "depth");
  value -= 0.5 * (2.0 - depth);
  if (depth >= 1.0) value -= 0.1 * std::abs(space.number(point, "width_1") - 24.0) / 16.0;
  if (depth >= 2.0) value -= 0.1 * std::abs(space.number(point, "width_2") - 40.0) / 16.0;
  return value;
}

// One whole number whose factors count.
inline Space width_space() {
  return Space::create({{.name = "width",
                         .kind = ParameterKind::log_integer,
                         .low = 4,
                         .high = 256,
                         .step = 4}})
      .value();
}

}  // namespace tadpole
