// SPDX-License-Identifier: Apache-2.0
// From a stream of class scores to "it heard yes, now": the mean over a window, a threshold, and a
// rest after each word. The same rule, number for number, as core/eval/smoothing.h, which sweeps
// its options on the host. Sources: Chen, Parada, Heigold: Small-footprint keyword spotting using
// deep neural networks (2014), posterior smoothing; the behaviour of TensorFlow's micro_speech
// command recognizer.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace tadpole::device {

struct SmootherOptions {
  std::int32_t average_window_ms = 1000;
  std::int32_t threshold = 200;        // of 255; the mean must be above it
  std::int32_t suppression_ms = 1500;  // the same word again only after this
  std::int32_t minimum_count = 3;      // results in the window before anything is decided
  std::int32_t rest_class = 0;         // "silence": after it any word may come at once
};

struct Heard {
  std::int32_t label = 0;  // with the highest mean
  std::int32_t score = 0;  // its mean, 0..255; 0 while there are too few results
  bool is_new = false;     // the decision changed to this label now
};

// kLabels: classes. kMost: results that the window holds at most, average_window_ms / hop + 1; the
// oldest result gives way when there are more. RAM: kMost * (kLabels + 4) + 4 * kLabels + 28 bytes.
template <std::size_t kLabels, std::size_t kMost>
class PosteriorSmoother {
 public:
  explicit constexpr PosteriorSmoother(const SmootherOptions& options)
      : options_(options), previous_(options.rest_class) {}

  void reset() { *this = PosteriorSmoother(options_); }

  // scores: [kLabels], 0..255, of the audio that ends at time_ms. Expects times that do not go
  // back. Cannot fail.
  Heard add(std::int32_t time_ms, const std::uint8_t* scores) {
    if (count_ == kMost) drop_oldest();
    const std::size_t at = (oldest_ + count_) % kMost;
    times_[at] = time_ms;
    for (std::size_t i = 0; i < kLabels; ++i) {
      scores_[at][i] = scores[i];
      sums_[i] += scores[i];
    }
    ++count_;
    while (times_[oldest_] < time_ms - options_.average_window_ms) drop_oldest();
    return decide(time_ms);
  }

 private:
  void drop_oldest() {
    for (std::size_t i = 0; i < kLabels; ++i) sums_[i] -= scores_[oldest_][i];
    oldest_ = (oldest_ + 1) % kMost;
    --count_;
  }

  Heard decide(std::int32_t time_ms) {
    const auto count = static_cast<std::int32_t>(count_);
    const std::int32_t covered_ms = time_ms - times_[oldest_];
    if (count < options_.minimum_count || covered_ms < options_.average_window_ms / 4)
      return {previous_, 0, false};
    std::size_t top = 0;
    for (std::size_t i = 1; i < kLabels; ++i) top = sums_[i] > sums_[top] ? i : top;
    Heard heard{static_cast<std::int32_t>(top), sums_[top] / count, false};
    heard.is_new = heard.score > options_.threshold && may_report(heard.label, time_ms);
    if (heard.is_new) {
      previous_ = heard.label;
      previous_time_ms_ = time_ms;
      has_previous_ = true;
    }
    return heard;
  }

  bool may_report(std::int32_t label, std::int32_t time_ms) const {
    if (label != previous_ || previous_ == options_.rest_class || !has_previous_) return true;
    return time_ms - previous_time_ms_ > options_.suppression_ms;
  }

  SmootherOptions options_;
  std::array<std::array<std::uint8_t, kLabels>, kMost> scores_{};
  std::array<std::int32_t, kMost> times_{};
  std::array<std::int32_t, kLabels> sums_{};
  std::size_t oldest_ = 0;
  std::size_t count_ = 0;
  std::int32_t previous_;
  std::int32_t previous_time_ms_ = 0;
  bool has_previous_ = false;
};

}  // namespace tadpole::device
