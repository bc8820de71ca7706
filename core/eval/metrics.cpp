// SPDX-License-Identifier: Apache-2.0
#include "core/eval/metrics.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/rng.h"
#include "core/eval/normal.h"

namespace tadpole {

int ConfusionMatrix::total() const {
  int n = 0;
  for (const std::vector<int>& row : counts) {
    for (const int count : row) n += count;
  }
  return n;
}

int ConfusionMatrix::correct() const {
  int n = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) n += counts[i][i];
  return n;
}

ConfusionMatrix confusion_matrix(const Predictions& predictions) {
  const std::size_t n = predictions.labels.size();
  ConfusionMatrix confusion{predictions.labels,
                            std::vector<std::vector<int>>(n, std::vector<int>(n, 0))};
  for (const Prediction& item : predictions.items) {
    const int predicted = top_class(item.probabilities);
    ++confusion.counts[static_cast<std::size_t>(item.truth)][static_cast<std::size_t>(predicted)];
  }
  return confusion;
}

namespace {

double ratio(int part, int whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double accuracy(const ConfusionMatrix& confusion) {
  return ratio(confusion.correct(), confusion.total());
}

double balanced_accuracy(const ConfusionMatrix& confusion) {
  double sum = 0.0;
  int classes = 0;
  for (const ClassScore& score : class_scores(confusion)) {
    if (score.support == 0) continue;
    sum += score.recall;
    ++classes;
  }
  return classes == 0 ? 0.0 : sum / classes;
}

double top_k_accuracy(const Predictions& predictions, int k) {
  int hits = 0;
  for (const Prediction& item : predictions.items) {
    if (rank_of(item.probabilities, item.truth) <= k) ++hits;
  }
  return ratio(hits, static_cast<int>(predictions.items.size()));
}

std::vector<ClassScore> class_scores(const ConfusionMatrix& confusion) {
  std::vector<ClassScore> scores;
  for (std::size_t i = 0; i < confusion.labels.size(); ++i) {
    ClassScore score;
    score.label = confusion.labels[i];
    for (std::size_t j = 0; j < confusion.labels.size(); ++j) {
      score.support += confusion.counts[i][j];
      score.predicted += confusion.counts[j][i];
    }
    const int hits = confusion.counts[i][i];
    score.precision = ratio(hits, score.predicted);
    score.recall = ratio(hits, score.support);
    score.f1 = ratio(2 * hits, score.support + score.predicted);
    scores.push_back(score);
  }
  return scores;
}

namespace {

double macro(const std::vector<ClassScore>& scores, double ClassScore::*value) {
  double sum = 0.0;
  int classes = 0;
  for (const ClassScore& score : scores) {
    if (score.support == 0 && score.predicted == 0) continue;
    sum += score.*value;
    ++classes;
  }
  return classes == 0 ? 0.0 : sum / classes;
}

}  // namespace

double macro_precision(const std::vector<ClassScore>& scores) {
  return macro(scores, &ClassScore::precision);
}
double macro_recall(const std::vector<ClassScore>& scores) {
  return macro(scores, &ClassScore::recall);
}
double macro_f1(const std::vector<ClassScore>& scores) { return macro(scores, &ClassScore::f1); }

Interval wilson_interval(int correct, int n, double level, const Wording& wording) {
  TADPOLE_EXPECT(n > 0 && correct >= 0 && correct <= n);
  const double z = normal_quantile(0.5 + level / 2.0);
  const double p = ratio(correct, n);
  const double z2n = z * z / n;
  const double centre = (p + z2n / 2.0) / (1.0 + z2n);
  const double half = z / (1.0 + z2n) * std::sqrt(p * (1.0 - p) / n + z2n / (4.0 * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half), level,
          fmt::format("Wilson, {} {} taken as independent", n, wording.items)};
}

namespace {

struct Tally {
  int n = 0;
  int correct = 0;
};

std::vector<Tally> tally_by_speaker(const Predictions& predictions) {
  std::map<std::string, Tally> by_speaker;
  for (const Prediction& item : predictions.items) {
    Tally& tally = by_speaker[item.speaker];
    ++tally.n;
    tally.correct += top_class(item.probabilities) == item.truth ? 1 : 0;
  }
  std::vector<Tally> tallies;
  for (const auto& [speaker, tally] : by_speaker) tallies.push_back(tally);
  return tallies;
}

double resampled_accuracy(const std::vector<Tally>& speakers, Rng rng) {
  Tally sum;
  for (std::size_t i = 0; i < speakers.size(); ++i) {
    const Tally& drawn = speakers[rng.below(speakers.size())];
    sum.n += drawn.n;
    sum.correct += drawn.correct;
  }
  return ratio(sum.correct, sum.n);
}

// "12 speakers and 3 background recordings": silence has a source, but nobody speaks in it.
std::string clusters_text(const Predictions& predictions, std::size_t clusters,
                          const Wording& wording) {
  const auto speakers = static_cast<std::size_t>(speaker_count(predictions));
  if (speakers >= clusters) return fmt::format("{} {}", clusters, wording.whos);
  return fmt::format("{} {} and {} background recordings", speakers, wording.whos,
                     clusters - speakers);
}

}  // namespace

Interval speaker_interval(const Predictions& predictions, const BootstrapOptions& options,
                          const Wording& wording) {
  const std::vector<Tally> speakers = tally_by_speaker(predictions);
  if (speakers.size() < 2)
    return {0.0, 1.0, options.level,
            fmt::format("one {} only: nothing is known about others", wording.who)};
  const bool all = std::all_of(speakers.begin(), speakers.end(),
                               [](const Tally& t) { return t.correct == t.n; });
  const bool none =
      std::all_of(speakers.begin(), speakers.end(), [](const Tally& t) { return t.correct == 0; });
  if (all || none) {  // a sample without spread has none to resample: the speakers are counted
    const auto count = static_cast<int>(speakers.size());
    Interval interval = wilson_interval(all ? count : 0, count, options.level);
    interval.method = fmt::format("Wilson over {}, {} {} right",
                                  clusters_text(predictions, speakers.size(), wording),
                                  all ? "every" : "no", wording.item);
    return interval;
  }
  std::vector<double> values(static_cast<std::size_t>(std::max(1, options.resamples)));
  const Rng rng(options.seed);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = resampled_accuracy(speakers, rng.fork(i));
  std::sort(values.begin(), values.end());
  const double tail = (1.0 - options.level) / 2.0;
  return {quantile_of_sorted(values, tail), quantile_of_sorted(values, 1.0 - tail), options.level,
          fmt::format("bootstrap over {}, {} resamples",
                      clusters_text(predictions, speakers.size(), wording), values.size())};
}

Calibration calibration(const Predictions& predictions, int bins) {
  TADPOLE_EXPECT(bins > 0);
  Calibration result;
  for (int i = 0; i < bins; ++i)
    result.bins.push_back({static_cast<double>(i) / bins, (i + 1.0) / bins});
  for (const Prediction& item : predictions.items) {
    const int predicted = top_class(item.probabilities);
    const double confidence = item.probabilities[static_cast<std::size_t>(predicted)];
    const int index = std::clamp(static_cast<int>(std::ceil(confidence * bins)) - 1, 0, bins - 1);
    CalibrationBin& bin = result.bins[static_cast<std::size_t>(index)];
    ++bin.n;
    bin.confidence += confidence;
    bin.accuracy += predicted == item.truth ? 1.0 : 0.0;
  }
  for (CalibrationBin& bin : result.bins) {
    if (bin.n == 0) continue;
    result.expected_error +=
        std::abs(bin.confidence - bin.accuracy) / static_cast<double>(predictions.items.size());
    bin.confidence /= bin.n;
    bin.accuracy /= bin.n;
  }
  return result;
}

int speaker_count(const Predictions& predictions) {
  std::set<std::string> speakers;
  for (const Prediction& item : predictions.items) {
    if (predictions.labels[static_cast<std::size_t>(item.truth)] != "silence")
      speakers.insert(item.speaker);
  }
  return static_cast<int>(speakers.size());
}

}  // namespace tadpole
