// SPDX-License-Identifier: Apache-2.0
// The standard normal distribution and plain quantiles.
// Source: the error function of the C++ library; quantiles of data as in Hyndman & Fan (1996),
// type 7.
#pragma once
#include <vector>

namespace tadpole {

double normal_cdf(double z);
// The z with normal_cdf(z) = p (the probit). p is held within [1e-9, 1 - 1e-9], so the value lies
// within +-6.
double normal_quantile(double p);
// sorted: ascending, not empty. q in [0, 1]; linear between neighbours.
double quantile_of_sorted(const std::vector<double>& sorted, double q);

}  // namespace tadpole
