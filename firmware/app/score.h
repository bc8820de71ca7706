// SPDX-License-Identifier: Apache-2.0
// How strange a sample is, from what a detector's network makes of it; the host's side of the same
// is workflow/anomaly_score.h.
//   reconstruction  mean of (x - y)^2
//   nearest         (|x|^2 + least of y) / n: y_k = |c_k|^2 - 2 c_k x
//   energy          mean of y^2
#pragma once
#include <cstddef>
#include <cstdint>

namespace tadpole::app {

enum class Score : std::uint8_t { none, reconstruction, nearest, energy };

struct Int8Values {
  const std::int8_t* values;
  std::size_t count;
  float scale;
  std::int32_t zero_point;
  float at(std::size_t i) const { return static_cast<float>(values[i] - zero_point) * scale; }
};

// Expects: reconstruction has as many outputs as features. Cannot fail.
inline float score_of(Score rule, const Int8Values& x, const Int8Values& y) {
  float sum = 0.0f;
  if (rule == Score::reconstruction) {
    for (std::size_t i = 0; i < x.count; ++i) {
      const float d = x.at(i) - y.at(i);
      sum += d * d;
    }
    return sum / static_cast<float>(x.count);
  }
  if (rule == Score::energy) {
    for (std::size_t i = 0; i < y.count; ++i) sum += y.at(i) * y.at(i);
    return sum / static_cast<float>(y.count);
  }
  float least = y.at(0);
  for (std::size_t i = 1; i < y.count; ++i) least = y.at(i) < least ? y.at(i) : least;
  for (std::size_t i = 0; i < x.count; ++i) sum += x.at(i) * x.at(i);
  const float score = sum + least;
  return score > 0.0f ? score / static_cast<float>(x.count) : 0.0f;
}

}  // namespace tadpole::app
