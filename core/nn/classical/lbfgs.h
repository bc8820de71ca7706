// SPDX-License-Identifier: Apache-2.0
// The minimum of a smooth function. Source: Nocedal & Wright, Numerical Optimization (2006),
// algorithm 7.5, with backtracking.
#pragma once
#include <functional>
#include <span>
#include <vector>

namespace tadpole {

struct LbfgsOptions {
  int most_steps = 500;
  double tolerance = 1e-8;  // stops when no part of the gradient is larger
  int memory = 10;          // pairs kept
};

// The function's value at x; fills the gradient, as long as x.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;

// Goes from x to a minimum nearby. Gives the number of steps. Cannot fail; stops where no step
// lowers the value.
int minimise(const Objective& f, std::vector<double>& x, const LbfgsOptions& options);

}  // namespace tadpole
