// SPDX-License-Identifier: Apache-2.0
// From a stream of class scores to "it heard yes, now": the decision rule of the device, for the
// host's sweeps. Source: the behaviour of micro_speech's command recognizer (mean over a window,
// threshold, suppression).
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace tadpole {

struct SmoothingOptions {
  int average_window_ms = 1000;
  int threshold = 200;        // of 255; the mean must be above it
  int suppression_ms = 1500;  // the same word again only after this
  int minimum_count = 3;      // results in the window before anything is decided
  int rest_class = 0;         // "silence": after it any word may come at once
};

// The scores of one window of audio, 0..255, at the time of the window's end.
struct Posterior {
  std::int32_t time_ms = 0;
  std::vector<std::uint8_t> scores;  // [labels]
};

struct SmoothedResult {
  int label = 0;        // with the highest mean
  int score = 0;        // its mean, 0..255; 0 when there are too few results
  bool is_new = false;  // the decision changed to this label now
};

class Smoother {
 public:
  explicit Smoother(const SmoothingOptions& options)
      : options_(options), previous_(options.rest_class) {}
  // Expects: times that do not go back; as many scores as before.
  SmoothedResult add(const Posterior& posterior);
  // The mean score of a label over the window, 0..255; 0 before the first result.
  int mean(int label) const;

 private:
  bool may_report(int label, std::int32_t now_ms) const;
  SmoothingOptions options_;
  std::deque<Posterior> window_;
  std::vector<std::int32_t> sums_;
  int previous_ = 0;
  std::optional<std::int32_t> previous_time_ms_;
};

}  // namespace tadpole
