// SPDX-License-Identifier: Apache-2.0
// Who is taken for whom, counted.
#include <fmt/format.h>

#include "core/eval/metrics.h"
#include "learn/answer.h"
#include "learn/learn.h"

namespace tadpole::learn {
namespace {

Outcome check_labels(std::span<const std::int32_t> labels, int classes, const char* what) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0 || labels[i] >= classes)
      return wrong_use(fmt::format("{} {} is {}; expected a label from 0 to {}", what, i, labels[i],
                                   classes - 1));
  }
  return Done{};
}

Result<Answer> confusion(std::span<const std::int32_t> truth,
                         std::span<const std::int32_t> predicted, int classes) {
  if (classes < 2 || classes > 1000)
    return wrong_use(fmt::format("there are {} classes; expected 2 to 1000", classes));
  if (truth.empty()) return wrong_use("there is nothing to count; give at least one label");
  TADPOLE_TRY(check_labels(truth, classes, "truth"));
  TADPOLE_TRY(check_labels(predicted, classes, "prediction"));
  ConfusionMatrix matrix;
  for (int c = 0; c < classes; ++c) matrix.labels.push_back(std::to_string(c));
  matrix.counts.assign(at(classes), std::vector<int>(at(classes)));
  for (std::size_t i = 0; i < truth.size(); ++i) ++matrix.counts[at(truth[i])][at(predicted[i])];
  const std::vector<ClassScore> all = class_scores(matrix);
  nlohmann::json scores = nlohmann::json::array();
  for (const ClassScore& score : all)
    scores.push_back({{"support", score.support},
                      {"predicted", score.predicted},
                      {"precision", score.precision},
                      {"recall", score.recall},
                      {"f1", score.f1}});
  return json_answer({{"counts", matrix.counts},
                      {"accuracy", accuracy(matrix)},
                      {"macro_f1", macro_f1(all)},
                      {"scores", scores}});
}

}  // namespace
}  // namespace tadpole::learn

extern "C" int learn_confusion(const int32_t* truth, const int32_t* predicted, size_t count,
                               int classes) {
  return tadpole::learn::answered([&] {
    return tadpole::learn::confusion({truth, count}, {predicted, count}, classes);
  });
}
