// SPDX-License-Identifier: Apache-2.0
#include "core/eval/smoothing.h"

#include <algorithm>

#include "core/base/result.h"

namespace tadpole {

bool Smoother::may_report(int label, std::int32_t now_ms) const {
  if (label != previous_ || previous_ == options_.rest_class || !previous_time_ms_) return true;
  return now_ms - *previous_time_ms_ > options_.suppression_ms;
}

int Smoother::mean(int label) const {
  const std::size_t index = static_cast<std::size_t>(label);
  return window_.empty() || index >= sums_.size() ? 0
                                                  : sums_[index] / static_cast<int>(window_.size());
}

SmoothedResult Smoother::add(const Posterior& posterior) {
  TADPOLE_EXPECT(!posterior.scores.empty());
  TADPOLE_EXPECT(window_.empty() || window_.back().time_ms <= posterior.time_ms);
  sums_.resize(posterior.scores.size(), 0);
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += posterior.scores[i];
  window_.push_back(posterior);
  while (window_.front().time_ms < posterior.time_ms - options_.average_window_ms) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] -= window_.front().scores[i];
    window_.pop_front();
  }
  const int count = static_cast<int>(window_.size());
  const std::int32_t covered_ms = posterior.time_ms - window_.front().time_ms;
  if (count < options_.minimum_count || covered_ms < options_.average_window_ms / 4)
    return {previous_, 0, false};

  const auto top = std::max_element(sums_.begin(), sums_.end());
  SmoothedResult result{static_cast<int>(top - sums_.begin()), *top / count, false};
  result.is_new = result.score > options_.threshold && may_report(result.label, posterior.time_ms);
  if (result.is_new) {
    previous_ = result.label;
    previous_time_ms_ = posterior.time_ms;
  }
  return result;
}

}  // namespace tadpole
