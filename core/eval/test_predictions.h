// SPDX-License-Identifier: Apache-2.0
// Tests only: predictions written down in one line each.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/eval/predictions.h"

namespace tadpole {

inline Prediction said(int truth, std::vector<float> probabilities, std::string speaker = "s1",
                       std::string group = "") {
  Prediction item;
  item.clip = "clip of " + speaker;
  item.truth = truth;
  item.speaker = std::move(speaker);
  item.group = std::move(group);
  item.probabilities = std::move(probabilities);
  return item;
}

// count clips of class truth that were called class predicted.
inline void add(Predictions& predictions, int truth, int predicted, int count,
                const std::string& speaker = "s1", const std::string& group = "") {
  std::vector<float> probabilities(predictions.labels.size(), 0.0F);
  probabilities[static_cast<std::size_t>(predicted)] = 1.0F;
  for (int i = 0; i < count; ++i)
    predictions.items.push_back(said(truth, probabilities, speaker, group));
}

// True class by predicted class: [[2,1,0],[0,3,0],[1,0,1]].
inline Predictions eight_clips() {
  Predictions p{{"a", "b", "c"}, {}};
  add(p, 0, 0, 2);
  add(p, 0, 1, 1);
  add(p, 1, 1, 3);
  add(p, 2, 0, 1);
  add(p, 2, 2, 1);
  return p;
}

}  // namespace tadpole
