// SPDX-License-Identifier: Apache-2.0
// For tests: a loss on a few outputs, in one call.
#pragma once
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/nn/loss.h"

namespace tadpole {

struct LossRun {
  StepResult result;
  std::vector<float> gradient;
};

// y: [n, outputs]; n from the targets: labels, or one sample of dense values.
inline LossRun run_loss(const std::string& line, std::vector<float> y, const Targets& targets,
                        const StepOptions& options = {}) {
  const int n = targets.labels.empty() ? 1 : static_cast<int>(targets.labels.size());
  const int outputs = static_cast<int>(y.size()) / n;
  LossRun run{.result = {}, .gradient = std::vector<float>(y.size())};
  run.result = make_loss(line).value()->run(LossBatch(targets, options, n),
                                            dense_view(y.data(), n, 1, 1, outputs), 0,
                                            dense_view(run.gradient.data(), n, 1, 1, outputs));
  return run;
}

}  // namespace tadpole
