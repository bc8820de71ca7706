// SPDX-License-Identifier: Apache-2.0
// Where to put the threshold. Type I error: the device reacts although nobody said the word (false
// accept). Type II error: it stays still although somebody did (miss). Sources: Fawcett, An
// introduction to ROC analysis (2006); Martin et al., The DET curve in assessment of detection task
// performance (1997): both error rates on probit axes.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/eval/predictions.h"

namespace tadpole {

// One score with whether it should have been accepted.
struct Score {
  double value = 0.0;
  bool positive = false;
};

struct ErrorPoint {
  double threshold = 0.0;     // accepted when score >= threshold
  double false_accept = 0.0;  // share of negatives accepted, Type I
  double miss = 0.0;          // share of positives not accepted, Type II
};

// Every different score once, from "nothing accepted" (threshold above all scores) to "everything
// accepted". Expects: at least one positive and one negative.
std::vector<ErrorPoint> error_curve(std::vector<Score> scores);
// Area under ROC (1 - miss over false_accept), trapezoids, so equal scores count half: the chance
// that a positive scores above a negative.
double area_under_curve(std::span<const ErrorPoint> curve);
// The error rate where Type I and Type II are equal, linear between points.
double equal_error_rate(std::span<const ErrorPoint> curve);
// At most `limit` points of the curve, first and last kept; the drawing looks the same.
std::vector<ErrorPoint> thinned(std::span<const ErrorPoint> curve, std::size_t limit);
// Probit of an error rate, held within [0.0001, 0.9999] so that 0 can be drawn on a DET chart.
double det_axis(double error_rate);

struct KeywordCurve {
  std::string label;
  int positives = 0;
  int negatives = 0;
  double auc = 0.0;
  double equal_error = 0.0;
  std::vector<ErrorPoint> points;  // thinned to 200
};
// One keyword against all other clips, by its own probability. Labels without clips of both kinds
// are left out.
std::vector<KeywordCurve> keyword_curves(const Predictions& predictions);

// What a device does that accepts the top class when it is a keyword and its probability reaches
// the threshold.
struct OperatingPoint {
  double threshold = 0.0;
  int false_accepts = 0;  // clips without that keyword in which it was accepted
  int misses = 0;         // keyword clips in which nothing was accepted
  int wrong_words =
      0;  // keyword clips in which another keyword was accepted (pooled: not in the other two)
  int accepted = 0;                // keyword clips accepted rightly
  double false_accept_rate = 0.0;  // Type I, of the clips without keyword
  double miss_rate = 0.0;          // Type II, of the keyword clips: misses + wrong words
  double precision = 0.0;          // accepted rightly of all accepted; 1 when nothing is accepted
  double recall = 0.0;
  double f1 = 0.0;
};

enum class Criterion { max_f1, target_false_accepts };

struct ThresholdOptions {
  Criterion criterion = Criterion::max_f1;
  double target_false_accept_rate = 0.01;  // for target_false_accepts
  int steps = 255;  // thresholds 0/steps ... steps/steps: as fine as an int8 output
};

struct ThresholdSweep {
  std::string keyword;  // "" = all keywords pooled
  int positives = 0;    // clips with the keyword (pooled: with any)
  int negatives = 0;
  std::vector<OperatingPoint> points;  // ascending threshold
  OperatingPoint suggested;
  std::string criterion;  // one sentence that says why this one
};

// All keywords together. Fails when there is no keyword clip or no clip without keyword, and says
// what to add.
Result<ThresholdSweep> pooled_sweep(const Predictions& predictions,
                                    const ThresholdOptions& options = {},
                                    const Wording& wording = {});
// One keyword by its own probability against all other clips (wrong_words is 0). Fails in the same
// way.
Result<ThresholdSweep> keyword_sweep(const Predictions& predictions, int keyword,
                                     const ThresholdOptions& options = {},
                                     const Wording& wording = {});
// For a model without a rest class: it says nothing below the threshold. negatives is 0; in every
// point accepted, wrong_words and misses are the right, the wrong and the missing answers,
// false_accept_rate is the share of wrong answers and miss_rate that of missing ones, both of all
// items. Expects: at least one item.
ThresholdSweep confidence_sweep(const Predictions& predictions,
                                const ThresholdOptions& options = {});
// True for a sweep that confidence_sweep() made.
bool is_confidence(const ThresholdSweep& sweep);

}  // namespace tadpole
