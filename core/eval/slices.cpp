// SPDX-License-Identifier: Apache-2.0
#include "core/eval/slices.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr const char* kNotGiven = "(not given)";

std::map<std::string, Predictions> partition(const Predictions& predictions, const SliceKey& key) {
  std::map<std::string, Predictions> parts;
  for (const Prediction& item : predictions.items) {
    const std::string name = key(item);
    Predictions& part = parts[name.empty() ? kNotGiven : name];
    part.labels = predictions.labels;
    part.items.push_back(item);
  }
  return parts;
}

// Two speakers that happen to agree would give a bootstrap interval of no width: then clips decide.
Interval slice_interval(const Slice& slice, const Predictions& part, const SliceOptions& options) {
  const Interval wilson =
      wilson_interval(slice.correct, slice.n, options.bootstrap.level, options.wording);
  if (slice.speakers < 2) return wilson;
  const Interval by_speaker = speaker_interval(part, options.bootstrap, options.wording);
  const bool wider = wilson.high - wilson.low > by_speaker.high - by_speaker.low;
  return slice.speakers < options.small_speakers && wider ? wilson : by_speaker;
}

Slice make_slice(const std::string& name, const Predictions& part, const SliceOptions& options) {
  Slice slice;
  slice.name = name;
  slice.n = static_cast<int>(part.items.size());
  slice.speakers = speaker_count(part);
  slice.correct = confusion_matrix(part).correct();
  slice.accuracy = static_cast<double>(slice.correct) / slice.n;
  slice.interval = slice_interval(slice, part, options);
  slice.small = slice.n < options.small_clips || slice.speakers < options.small_speakers;
  return slice;
}

const Slice* best_trusted(const std::vector<Slice>& slices) {
  const Slice* best = nullptr;
  for (const Slice& slice : slices) {
    if (!slice.small && (best == nullptr || slice.accuracy > best->accuracy)) best = &slice;
  }
  return best;
}

void compare_with_best(SliceReport& report) {
  const Slice* best = best_trusted(report.slices);
  if (best == nullptr) return;
  report.best = best->name;
  const double top = best->accuracy;
  for (Slice& slice : report.slices) {
    slice.gap_to_best = std::max(0.0, top - slice.accuracy);
    if (!slice.small) report.largest_gap = std::max(report.largest_gap, slice.gap_to_best);
  }
}

// "5 clips, 1 speaker"; where every item stands for itself: "5 rows".
std::string size_text(const Slice& slice, const Wording& w) {
  if (stands_alone(w)) return counted(slice.n, w.item, w.items);
  return fmt::format("{} {}, {}", slice.n, w.items, counted(slice.speakers, w.who, w.whos));
}

std::string fewest_text(const SliceOptions& options) {
  const Wording& w = options.wording;
  if (stands_alone(w)) return fmt::format("{} {}", options.small_clips, w.items);
  return fmt::format("{} {} or {} {}", options.small_clips, w.items, options.small_speakers,
                     w.whos);
}

void warn(SliceReport& report, const SliceOptions& options) {
  if (report.slices.size() == 1) {
    report.warnings.push_back(
        fmt::format("All {} have one {} ('{}'): nothing can be said about others.",
                    options.wording.items, report.attribute, report.slices[0].name));
  }
  std::vector<std::string> small;
  for (const Slice& slice : report.slices) {
    if (slice.small)
      small.push_back(fmt::format("'{}' ({})", slice.name, size_text(slice, options.wording)));
  }
  if (small.empty()) return;
  constexpr std::size_t kNamed = 3;
  const std::size_t more = small.size() > kNamed ? small.size() - kNamed : 0;
  small.resize(small.size() - more);
  report.warnings.push_back(fmt::format(
      "Of {}{} there are fewer than {}: the accuracy there says little.", join(small, ", "),
      more == 0 ? "" : fmt::format(" and {} more groups", more), fewest_text(options)));
}

}  // namespace

SliceReport slice_by(const Predictions& predictions, const std::string& attribute,
                     const SliceKey& key, const SliceOptions& options) {
  SliceReport report;
  report.attribute = attribute;
  for (const auto& [name, part] : partition(predictions, key)) {
    report.slices.push_back(make_slice(name, part, options));
  }
  std::stable_sort(report.slices.begin(), report.slices.end(),
                   [](const Slice& a, const Slice& b) { return a.accuracy < b.accuracy; });
  compare_with_best(report);
  warn(report, options);
  return report;
}

SliceReport slice_by_group(const Predictions& predictions, const SliceOptions& options) {
  Predictions spoken{predictions.labels, {}};
  for (const Prediction& item : predictions.items) {
    if (predictions.labels[static_cast<std::size_t>(item.truth)] != "silence")
      spoken.items.push_back(item);
  }
  const auto key = [](const Prediction& item) { return item.group; };
  return slice_by(spoken, options.wording.group, key, options);
}

}  // namespace tadpole
