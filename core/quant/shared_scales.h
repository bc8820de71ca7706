// SPDX-License-Identifier: Apache-2.0
// Which tensors must have one scale: those that an operator hands through, and those that
// CONCATENATION joins.
#pragma once
#include <vector>

#include "core/graph/graph.h"

namespace tadpole {

enum class InputScale { calibrated, given };

class SharedScales {
 public:
  // graph: float, checked by check_quantizable().
  SharedScales(const Graph& graph, InputScale input);
  // The tensor that stands for all that share a scale with this one.
  int root(int tensor) const;
  // What the samples show of it counts for the range of its group.
  bool sets_range(int tensor) const { return sets_range_[static_cast<std::size_t>(tensor)]; }

 private:
  void join(int a, int b);
  // Its scale is given (a probability, an input with a scale of its own): it joins nobody.
  std::vector<bool> fixed_;
  std::vector<bool> sets_range_;
  std::vector<int> next_;  // towards the root
};

}  // namespace tadpole
