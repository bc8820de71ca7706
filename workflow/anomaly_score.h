// SPDX-License-Identifier: Apache-2.0
// How the outputs of a detector become one number that says how strange an example is. Every
// detector is a network that int8 and the device understand:
//   autoencoder   mean of (x - y)^2: what it cannot rebuild
//   nearest       k-means and k-NN: y_k = |c_k|^2 - 2 c_k x is a dense layer, so |x|^2 + min y_k is
//                 the squared distance to the nearest centre (or training sample)
//   energy        Mahalanobis: y = W (x - m) with W W^T the inverse covariance, mean of y^2
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace tadpole {

enum class ScoreRule : std::uint8_t { reconstruction, nearest, energy };

// detector: "autoencoder", "k_means", "k_nn" or "mahalanobis".
inline ScoreRule score_rule(const std::string& detector) {
  if (detector == "autoencoder") return ScoreRule::reconstruction;
  return detector == "mahalanobis" ? ScoreRule::energy : ScoreRule::nearest;
}

inline const char* score_rule_name(ScoreRule rule) {
  return rule == ScoreRule::reconstruction ? "reconstruction"
         : rule == ScoreRule::energy       ? "energy"
                                           : "nearest";
}

// "" and what nobody calls so: nearest.
inline ScoreRule score_rule_of_name(const std::string& name) {
  if (name == "reconstruction") return ScoreRule::reconstruction;
  return name == "energy" ? ScoreRule::energy : ScoreRule::nearest;
}

// x: features as the model was given them. Expects: reconstruction has as many outputs as features.
inline double anomaly_score(ScoreRule rule, std::span<const float> x, std::span<const float> y) {
  double score = 0.0;
  switch (rule) {
    case ScoreRule::reconstruction:
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double d = static_cast<double>(x[i]) - static_cast<double>(y[i]);
        score += d * d;
      }
      return score / static_cast<double>(x.size());
    case ScoreRule::energy:
      for (const float v : y) score += static_cast<double>(v) * static_cast<double>(v);
      return score / static_cast<double>(y.size());
    default:
      for (const float v : x) score += static_cast<double>(v) * static_cast<double>(v);
      score += static_cast<double>(*std::min_element(y.begin(), y.end()));
      return std::max(0.0, score) / static_cast<double>(x.size());
  }
}

}  // namespace tadpole
