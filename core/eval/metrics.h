// SPDX-License-Identifier: Apache-2.0
// How good is the model on held-out clips: accuracy with its uncertainty, and where it errs.
// Sources: Sokolova & Lapalme, A systematic analysis of performance measures for classification
// tasks (2009); Wilson, Probable inference (1927); Efron & Tibshirani, An Introduction to the
// Bootstrap (1993), percentile interval; Field & Welsh, Bootstrapping clustered data (2007); Naeini
// et al., Obtaining well calibrated probabilities (2015).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/eval/predictions.h"

namespace tadpole {

struct ConfusionMatrix {
  std::vector<std::string> labels;
  std::vector<std::vector<int>> counts;  // [true class][predicted class]
  int total() const;
  int correct() const;
};

// Expects: predictions that passed check_predictions(); so does everything below.
ConfusionMatrix confusion_matrix(const Predictions& predictions);

double accuracy(const ConfusionMatrix& confusion);
// Mean recall over the classes that have clips: a rare class counts as much as a frequent one.
double balanced_accuracy(const ConfusionMatrix& confusion);
// Share of clips whose true class is among the k most probable.
double top_k_accuracy(const Predictions& predictions, int k);

struct ClassScore {
  std::string label;
  int support = 0;         // clips of this class
  int predicted = 0;       // clips that the model called this class
  double precision = 0.0;  // 0 when the class was never predicted
  double recall = 0.0;     // 0 when there is no clip of the class
  double f1 = 0.0;
};
std::vector<ClassScore> class_scores(const ConfusionMatrix& confusion);
// Mean over the classes that have clips or were predicted (as scikit-learn's macro average does).
double macro_precision(const std::vector<ClassScore>& scores);
double macro_recall(const std::vector<ClassScore>& scores);
double macro_f1(const std::vector<ClassScore>& scores);

struct Interval {
  double low = 0.0;
  double high = 0.0;
  double level = 0.95;
  std::string method;  // one phrase for people: how it was made and from how many speakers or clips
};
// Wilson score interval: treats clips as independent, which clips of one speaker are not. For
// comparison. Expects: 0 <= correct <= n, n > 0.
Interval wilson_interval(int correct, int n, double level = 0.95, const Wording& wording = {});

struct BootstrapOptions {
  int resamples = 2000;
  double level = 0.95;
  std::uint64_t seed = 1;
};
// Speakers (not clips) are drawn with replacement; percentile interval of the accuracy. Answers:
// how would it be with other speakers of the same kind? With fewer than 2 speakers there is nothing
// to resample: [0, 1], and method says so.
Interval speaker_interval(const Predictions& predictions, const BootstrapOptions& options = {},
                          const Wording& wording = {});

struct CalibrationBin {
  double low = 0.0, high = 0.0;  // confidence in (low, high]; the first bin holds 0 too
  int n = 0;
  double confidence = 0.0;  // mean probability of the predicted class
  double accuracy = 0.0;
};
struct Calibration {
  double expected_error = 0.0;  // mean |confidence - accuracy|, weighted by n
  std::vector<CalibrationBin> bins;
};
// Expects: bins > 0.
Calibration calibration(const Predictions& predictions, int bins = 10);

// Number of different speakers among the clips; in clips of "silence" nobody speaks.
int speaker_count(const Predictions& predictions);

}  // namespace tadpole
