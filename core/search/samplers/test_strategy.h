// SPDX-License-Identifier: Apache-2.0
// A strategy on the function of test_space.h, without a search around it.
#pragma once
#include <algorithm>
#include <vector>

#include "core/search/sampler.h"
#include "core/search/test_space.h"

namespace tadpole {

// The best of so many points, one after the other.
inline double best_of(const std::string& strategy, int points, std::uint64_t seed) {
  const Space space = test_space();
  const auto sampler = make_sampler(strategy).value();
  std::vector<Observation> told;
  double best = -1e9;
  for (int k = 0; k < points; ++k) {
    Rng rng = Rng(seed).fork(static_cast<std::uint64_t>(k));
    Observation o{.point = sampler->propose(space, told, rng), .epochs = 1};
    o.value = test_value(space, o.point);
    best = std::max(best, o.value);
    told.push_back(std::move(o));
  }
  return best;
}

// The median over the seeds 1 to 21 of how far the best point is from the optimum, which is 0.
inline double median_miss(const std::string& strategy, int points) {
  std::vector<double> misses;
  for (std::uint64_t seed = 1; seed <= 21; ++seed)
    misses.push_back(-best_of(strategy, points, seed));
  std::nth_element(misses.begin(), misses.begin() + 10, misses.end());
  return misses[10];
}

}  // namespace tadpole
