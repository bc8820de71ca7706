// SPDX-License-Identifier: Apache-2.0
#include "core/eval/curves.h"

#include <algorithm>
#include <cmath>

#include "core/eval/normal.h"

namespace tadpole {
namespace {

constexpr std::size_t kCurvePoints = 200;

int count_positives(std::span<const Score> scores) {
  return static_cast<int>(
      std::count_if(scores.begin(), scores.end(), [](const Score& s) { return s.positive; }));
}

}  // namespace

std::vector<ErrorPoint> error_curve(std::vector<Score> scores) {
  const int positives = count_positives(scores);
  const int negatives = static_cast<int>(scores.size()) - positives;
  TADPOLE_EXPECT(positives > 0 && negatives > 0);
  std::sort(scores.begin(), scores.end(),
            [](const Score& a, const Score& b) { return a.value > b.value; });
  std::vector<ErrorPoint> curve = {{scores.front().value + 1.0, 0.0, 1.0}};
  int accepted_positives = 0;
  int accepted_negatives = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    (scores[i].positive ? accepted_positives : accepted_negatives) += 1;
    if (i + 1 < scores.size() && scores[i + 1].value == scores[i].value) continue;
    curve.push_back({scores[i].value, static_cast<double>(accepted_negatives) / negatives,
                     1.0 - static_cast<double>(accepted_positives) / positives});
  }
  return curve;
}

double area_under_curve(std::span<const ErrorPoint> curve) {
  double area = 0.0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const double width = curve[i].false_accept - curve[i - 1].false_accept;
    area += width * (2.0 - curve[i].miss - curve[i - 1].miss) / 2.0;
  }
  return area;
}

double equal_error_rate(std::span<const ErrorPoint> curve) {
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const double before = curve[i - 1].miss - curve[i - 1].false_accept;
    const double after = curve[i].miss - curve[i].false_accept;
    if (after > 0.0) continue;
    const double part = before / (before - after);
    return curve[i - 1].miss + part * (curve[i].miss - curve[i - 1].miss);
  }
  return curve.empty() ? 0.0 : curve.back().false_accept;
}

// Walks the drawn length (each error rate spans 1) and keeps a point every 2/limit of it.
std::vector<ErrorPoint> thinned(std::span<const ErrorPoint> curve, std::size_t limit) {
  if (curve.size() <= limit || limit < 3) return {curve.begin(), curve.end()};
  std::vector<ErrorPoint> kept = {curve.front()};
  const double step = 2.0 / static_cast<double>(limit - 2);
  double walked = 0.0;
  for (std::size_t i = 1; i + 1 < curve.size(); ++i) {
    walked += curve[i].false_accept - curve[i - 1].false_accept + curve[i - 1].miss - curve[i].miss;
    if (walked < step) continue;
    kept.push_back(curve[i]);
    walked = 0.0;
  }
  kept.push_back(curve.back());
  return kept;
}

double det_axis(double error_rate) {
  return normal_quantile(std::clamp(error_rate, 0.0001, 0.9999));
}

std::vector<KeywordCurve> keyword_curves(const Predictions& predictions) {
  std::vector<KeywordCurve> curves;
  for (const int keyword : keyword_classes(predictions.labels)) {
    std::vector<Score> scores;
    for (const Prediction& item : predictions.items) {
      scores.push_back(
          {item.probabilities[static_cast<std::size_t>(keyword)], item.truth == keyword});
    }
    KeywordCurve curve;
    curve.label = predictions.labels[static_cast<std::size_t>(keyword)];
    curve.positives = count_positives(scores);
    curve.negatives = static_cast<int>(scores.size()) - curve.positives;
    if (curve.positives == 0 || curve.negatives == 0) continue;
    const std::vector<ErrorPoint> points = error_curve(std::move(scores));
    curve.auc = area_under_curve(points);
    curve.equal_error = equal_error_rate(points);
    curve.points = thinned(points, kCurvePoints);
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace tadpole
