// SPDX-License-Identifier: Apache-2.0
// What no other beats in everything: the candidates to choose from.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace tadpole {

// rows: one per candidate, all equally long, smaller is better everywhere. Returns the indices of
// those that no other row is at least as good as in everything and better in something, in their
// order; of equal rows the first. Cost: n^2.
std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> rows);

}  // namespace tadpole
