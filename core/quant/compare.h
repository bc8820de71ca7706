// SPDX-License-Identifier: Apache-2.0
// Two models on the same samples: how often each is right, and where they disagree.
#pragma once
#include <span>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct Comparison {
  double first_accuracy = 0.0, second_accuracy = 0.0;
  std::vector<std::size_t> changed;  // samples whose top class differs
  std::size_t lost = 0,
              won = 0;  // of those: right before and wrong after, wrong before and right after
  double largest_difference = 0.0;  // of any output value
};

// first, second: [n][classes] real outputs of the two models; labels: [n]. Fails when the sizes do
// not fit.
Result<Comparison> compare_predictions(std::span<const std::vector<float>> first,
                                       std::span<const std::vector<float>> second,
                                       std::span<const int> labels);

}  // namespace tadpole
