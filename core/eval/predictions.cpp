// SPDX-License-Identifier: Apache-2.0
#include "core/eval/predictions.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace tadpole {

int top_class(std::span<const float> probabilities) {
  TADPOLE_EXPECT(!probabilities.empty());
  return static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) -
                          probabilities.begin());
}

int rank_of(std::span<const float> probabilities, int label) {
  const float own = probabilities[static_cast<std::size_t>(label)];
  int rank = 1;
  for (int i = 0; i < static_cast<int>(probabilities.size()); ++i) {
    const float other = probabilities[static_cast<std::size_t>(i)];
    if (other > own || (other == own && i < label)) ++rank;
  }
  return rank;
}

namespace {

Outcome check_one(const Prediction& item, std::size_t labels, const std::string& noun) {
  if (item.truth < 0 || item.truth >= static_cast<int>(labels)) {
    return Error{fmt::format(
        "evaluate: {} '{}' has true class {}, the model has classes 0 to {}; evaluate with the "
        "dataset that the model was trained for",
        noun, item.clip, item.truth, labels - 1)};
  }
  if (item.probabilities.size() != labels) {
    return Error{fmt::format(
        "evaluate: {} '{}' has {} probabilities, the model has {} classes; give one per class",
        noun, item.clip, item.probabilities.size(), labels)};
  }
  for (const float p : item.probabilities) {
    if (std::isfinite(p) && p >= 0.0F && p <= 1.0F) continue;
    return Error{fmt::format(
        "evaluate: {} '{}' has probability {}, expected 0 to 1; the model may have diverged, "
        "train again with a lower learning rate",
        noun, item.clip, p)};
  }
  return Done{};
}

}  // namespace

Outcome check_predictions(const Predictions& predictions, const Wording& wording) {
  if (predictions.labels.size() < 2) {
    return Error{
        fmt::format("evaluate: the model has {} class(es), at least 2 are needed; add a {}",
                    predictions.labels.size(), wording.label)};
  }
  if (predictions.items.empty()) {
    return Error{
        fmt::format("evaluate: there are no test {}; add {}, so that some can be kept for the test",
                    wording.items, wording.whos)};
  }
  for (const Prediction& item : predictions.items)
    TADPOLE_TRY(check_one(item, predictions.labels.size(), wording.item));
  return Done{};
}

bool is_keyword(const std::string& label) { return label != "silence" && label != "unknown"; }

std::vector<int> keyword_classes(std::span<const std::string> labels) {
  std::vector<int> classes;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (is_keyword(labels[i])) classes.push_back(static_cast<int>(i));
  }
  return classes;
}

}  // namespace tadpole
