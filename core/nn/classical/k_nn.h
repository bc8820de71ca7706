// SPDX-License-Identifier: Apache-2.0
// The k nearest of the known rows: they vote for a class, and how far they are says how strange a
// row is. Every row is compared, none is left out. Sources: Cover & Hart, Nearest neighbor pattern
// classification (1967); Ramaswamy et al., Efficient algorithms for mining outliers (2000),
// distance to the k-th neighbour.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

enum class Metric : std::uint8_t { euclidean, manhattan };

struct Neighbour {
  double distance = 0.0;
  std::size_t row = 0;  // of the known rows
};

// Keeps a copy of the rows.
class KNearest {
 public:
  // labels: a class per row, or empty where nothing is classified. Fails (wrong_use) when there are
  // fewer rows than k, labels of another count or below 0, or a value is missing.
  static Result<KNearest> create(const DataRows& rows, std::vector<int> labels, int k,
                                 Metric metric = Metric::euclidean);

  // The k nearest, nearest first; of equals the earlier row. Expects: a row of columns() values.
  std::vector<Neighbour> neighbours(std::span<const float> row) const;
  // The most frequent class of them; of equals the smallest. Expects: labels.
  int classify(std::span<const float> row) const;
  double kth_distance(std::span<const float> row) const;
  double mean_distance(std::span<const float> row) const;

  int k() const { return k_; }
  DataRows rows() const { return {values_, columns_}; }
  std::size_t columns() const { return columns_; }

 private:
  double distance_to(std::span<const float> row, std::size_t known) const;

  std::vector<float> values_;
  std::size_t columns_ = 1;
  std::vector<int> labels_;
  int k_ = 1;
  Metric metric_ = Metric::euclidean;
};

}  // namespace tadpole
