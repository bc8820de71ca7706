// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "core/eval/curves.h"

namespace tadpole {
namespace {

// What one clip offers the threshold: the score that would be accepted, and what accepting it would
// mean.
struct Offer {
  double score = 0.0;        // below 0: nothing can be accepted
  bool has_keyword = false;  // the clip holds a word that should be accepted
  bool right = false;        // the offered word is that word
};

double ratio(int part, int whole, double if_none) {
  return whole == 0 ? if_none : static_cast<double>(part) / static_cast<double>(whole);
}

OperatingPoint operating_point(std::span<const Offer> offers, double threshold) {
  OperatingPoint point;
  point.threshold = threshold;
  int positives = 0;
  for (const Offer& offer : offers) {
    const bool accepts = offer.score >= threshold;
    positives += offer.has_keyword ? 1 : 0;
    if (!accepts) {
      point.misses += offer.has_keyword ? 1 : 0;
    } else if (!offer.has_keyword) {
      ++point.false_accepts;
    } else {
      (offer.right ? point.accepted : point.wrong_words) += 1;
    }
  }
  const int negatives = static_cast<int>(offers.size()) - positives;
  const int all_accepted = point.accepted + point.wrong_words + point.false_accepts;
  point.false_accept_rate = ratio(point.false_accepts, negatives, 0.0);
  point.miss_rate = ratio(point.misses + point.wrong_words, positives, 0.0);
  point.precision = ratio(point.accepted, all_accepted, 1.0);
  point.recall = ratio(point.accepted, positives, 0.0);
  point.f1 = ratio(2 * point.accepted, positives + all_accepted, 0.0);
  return point;
}

// The highest F1; of equals the middle one, which is farthest from where it gets worse.
OperatingPoint best_f1(const std::vector<OperatingPoint>& points) {
  double best = -1.0;
  for (const OperatingPoint& point : points) best = std::max(best, point.f1);
  std::vector<OperatingPoint> run;
  for (const OperatingPoint& point : points) {
    if (point.f1 == best) {
      run.push_back(point);
    } else if (!run.empty()) {
      break;
    }
  }
  return run[run.size() / 2];
}

void suggest(ThresholdSweep& sweep, const ThresholdOptions& options) {
  if (options.criterion == Criterion::max_f1) {
    sweep.suggested = best_f1(sweep.points);
    sweep.criterion = "The highest F1: false accepts and misses weigh the same.";
    return;
  }
  const double target = options.target_false_accept_rate;
  for (const OperatingPoint& point :
       sweep.points) {  // ascending: the first that holds misses least
    if (point.false_accept_rate > target) continue;
    sweep.suggested = point;
    sweep.criterion =
        fmt::format("The lowest threshold with at most {:.2f} % false accepts.", 100.0 * target);
    return;
  }
  sweep.suggested = sweep.points.back();
  sweep.criterion =
      fmt::format("No threshold keeps false accepts at {:.2f} %; this is the highest there is.",
                  100.0 * target);
}

Result<ThresholdSweep> sweep_offers(const std::vector<Offer>& offers, const std::string& keyword,
                                    const ThresholdOptions& options, const Wording& w) {
  TADPOLE_EXPECT(options.steps > 0);
  ThresholdSweep sweep;
  sweep.keyword = keyword;
  for (const Offer& offer : offers) (offer.has_keyword ? sweep.positives : sweep.negatives) += 1;
  const std::string name = keyword.empty() ? "any " + w.target : "'" + keyword + "'";
  if (sweep.positives == 0) {
    return Error{fmt::format(
        "threshold: no test {} holds {}, at least one is needed; record it with a test {}", w.item,
        name, w.who)};
  }
  if (sweep.negatives == 0) {
    return Error{fmt::format(
        "threshold: every test {} holds {}, {} without it are needed; add unknown {} or silence to "
        "the test split",
        w.item, name, w.items, w.labels)};
  }
  for (int i = 0; i <= options.steps; ++i) {
    sweep.points.push_back(operating_point(offers, static_cast<double>(i) / options.steps));
  }
  suggest(sweep, options);
  return sweep;
}

}  // namespace

Result<ThresholdSweep> pooled_sweep(const Predictions& predictions, const ThresholdOptions& options,
                                    const Wording& wording) {
  std::vector<Offer> offers;
  for (const Prediction& item : predictions.items) {
    const int top = top_class(item.probabilities);
    const std::string& top_label = predictions.labels[static_cast<std::size_t>(top)];
    Offer offer;
    offer.has_keyword = is_keyword(predictions.labels[static_cast<std::size_t>(item.truth)]);
    offer.right = top == item.truth;
    offer.score = is_keyword(top_label) ? item.probabilities[static_cast<std::size_t>(top)] : -1.0;
    offers.push_back(offer);
  }
  return sweep_offers(offers, "", options, wording);
}

Result<ThresholdSweep> keyword_sweep(const Predictions& predictions, int keyword,
                                     const ThresholdOptions& options, const Wording& wording) {
  TADPOLE_EXPECT(keyword >= 0 && keyword < static_cast<int>(predictions.labels.size()));
  const std::size_t index = static_cast<std::size_t>(keyword);
  std::vector<Offer> offers;
  for (const Prediction& item : predictions.items) {
    const bool has = item.truth == keyword;
    offers.push_back({item.probabilities[index], has, has});
  }
  return sweep_offers(offers, predictions.labels[index], options, wording);
}

namespace {

// F1 is 2 right / (2 right + 2 wrong + missing): what the criterion's sentence says.
void suggest_confidence(ThresholdSweep& sweep, const ThresholdOptions& options) {
  suggest(sweep, options);
  if (options.criterion == Criterion::max_f1) {
    sweep.criterion = "The highest F1: one wrong answer weighs as much as two missing ones.";
    return;
  }
  const double target = options.target_false_accept_rate;
  sweep.criterion =
      sweep.suggested.false_accept_rate <= target
          ? fmt::format("The lowest threshold with at most {:.2f} % wrong answers.", 100.0 * target)
          : fmt::format(
                "No threshold keeps wrong answers at {:.2f} %; this is the highest there is.",
                100.0 * target);
}

}  // namespace

ThresholdSweep confidence_sweep(const Predictions& predictions, const ThresholdOptions& options) {
  TADPOLE_EXPECT(!predictions.items.empty() && options.steps > 0);
  std::vector<Offer> offers;
  for (const Prediction& item : predictions.items) {
    const int top = top_class(item.probabilities);
    offers.push_back({item.probabilities[static_cast<std::size_t>(top)], true, top == item.truth});
  }
  ThresholdSweep sweep;
  sweep.positives = static_cast<int>(offers.size());
  for (int i = 0; i <= options.steps; ++i) {
    OperatingPoint point = operating_point(offers, static_cast<double>(i) / options.steps);
    point.false_accept_rate = ratio(point.wrong_words, sweep.positives, 0.0);
    point.miss_rate = ratio(point.misses, sweep.positives, 0.0);
    sweep.points.push_back(point);
  }
  suggest_confidence(sweep, options);
  return sweep;
}

bool is_confidence(const ThresholdSweep& sweep) {
  return sweep.keyword.empty() && sweep.negatives == 0;
}

}  // namespace tadpole
