// SPDX-License-Identifier: Apache-2.0
// How strange is a row, learnt from normal rows alone; larger is stranger.
//
// Two methods with similar names are taught and must not be mixed up. The paper on the field's
// first device detectors scores a row by its distance to the nearest (or k-th nearest) training
// sample: every sample is kept, memory grows with the data, any shape of the normal region is
// followed (k_nearest; Ramaswamy et al., 2000). The courseware scores it by the distance to the
// nearest centre of k clusters, and calls it an anomaly outside a radius that holds a percentile of
// the training rows: k rows are kept, and each cluster is taken for a ball (k_means). A radius per
// cluster, as there, is the option `own_radius`: the distance is divided by the cluster's radius,
// so that 1 is its border. The third takes normal rows for one cloud with correlated columns
// (mahalanobis; Mahalanobis, On the generalized distance in statistics, 1936).
//
// Where the threshold is put: core/eval/anomaly.h.
#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/nn/classical/k_means.h"
#include "core/nn/classical/k_nn.h"
#include "core/nn/classical/rows.h"

namespace tadpole {

enum class DetectorKind : std::uint8_t { k_nearest, k_means, mahalanobis };
const char* detector_name(DetectorKind kind);  // "k_nearest", "k_means", "mahalanobis"
Result<DetectorKind> parse_detector(const std::string& name);

struct DetectorOptions {
  DetectorKind kind = DetectorKind::k_nearest;
  int neighbours = 5;               // k_nearest: the distance to the so-manieth; 1: to the nearest
  int clusters = 8;                 // k_means
  bool own_radius = false;          // k_means: in units of the cluster's radius
  double radius_percentile = 95.0;  // of a cluster's training rows that lie within its radius
  double ridge = 1e-6;  // mahalanobis: added to the covariance, as a share of the mean variance
  // The normal rows may hold some that are not: so many percent of them, those which a first
  // detector finds strangest, are left out of the one that counts. Test rows are never looked at.
  double trim_percent = 0.0;
  std::uint64_t seed = 1;  // k_means
};

class AnomalyDetector {
 public:
  virtual ~AnomalyDetector() = default;
  // Fails (wrong_use) as the methods do on too few rows and missing values, and on an option out of
  // range. Cost: k_nearest keeps all rows; a trimmed fit costs a score of every row more.
  static Result<std::unique_ptr<AnomalyDetector>> fit(const DataRows& normal,
                                                      const DetectorOptions& options);

  virtual DetectorKind kind() const = 0;
  virtual std::size_t columns() const = 0;
  // Expects: a row of columns() finite values.
  virtual double score(std::span<const float> row) const = 0;
  std::vector<double> scores(const DataRows& rows) const;
  // DataRows of the training that trimming left out, ascending.
  const std::vector<std::size_t>& trimmed() const { return trimmed_; }
  // Scores of the training rows as rows that were not trained on, [rows left]: a row is not its own
  // neighbour. For thresholds without validation rows.
  const std::vector<double>& training_scores() const { return training_scores_; }

  nlohmann::json to_json() const;
  // Fails when fields are missing or do not fit together.
  static Result<std::unique_ptr<AnomalyDetector>> from_json(const nlohmann::json& json);

 protected:
  // Everything but kind and training scores.
  virtual void write(nlohmann::json& json) const = 0;
  // The score of a training row, without itself.
  virtual double own_score(std::span<const float> row) const { return score(row); }

 private:
  static Result<std::unique_ptr<AnomalyDetector>> fit_all(const DataRows& normal,
                                                          const DetectorOptions& options);
  void keep_training_scores(const DataRows& rows);
  std::vector<std::size_t> trimmed_;
  std::vector<double> training_scores_;
};

}  // namespace tadpole
