// SPDX-License-Identifier: Apache-2.0
// The standard normal distribution, the bound of a rare count, and plain quantiles.
// Source: the error function of the C++ library; quantiles of data as in Hyndman & Fan (1996),
// type 7.
#pragma once
#include <vector>

namespace tadpole {

double normal_cdf(double z);
// The z with normal_cdf(z) = p (the probit). p is held within [1e-9, 1 - 1e-9], so the value lies
// within +-6.
double normal_quantile(double p);
// The largest mean of a Poisson count that would still give `count` or fewer with the chance
// 1 - level: what a short test cannot exclude. 0 seen, level 0.95: 2.996 (the rule of three).
double poisson_upper_bound(int count, double level = 0.95);
// sorted: ascending, not empty. q in [0, 1]; linear between neighbours.
double quantile_of_sorted(const std::vector<double>& sorted, double q);

}  // namespace tadpole
