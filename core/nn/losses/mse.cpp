// SPDX-License-Identifier: Apache-2.0
#include "core/nn/losses/mse.h"

#include <algorithm>

namespace tadpole {

StepResult mean_squared_error(const View& y, std::span<const float> target, double total,
                              const View& gradient) {
  StepResult result;
  const std::ptrdiff_t values = y.values();
  const float* t = target.data();
  for (int s = 0; s < y.n; ++s, t += values) {
    const float* a = y.line(s, 0);
    float* g = gradient.line(s, 0);
    for (std::ptrdiff_t i = 0; i < values; ++i) {
      const double error = static_cast<double>(a[i]) - static_cast<double>(t[i]);
      result.loss += error * error / total;
      g[i] = static_cast<float>(2.0 * error / total);
    }
    result.correct +=
        std::max_element(a, a + values) - a == std::max_element(t, t + values) - t ? 1 : 0;
  }
  return result;
}

}  // namespace tadpole
