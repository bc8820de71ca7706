// SPDX-License-Identifier: Apache-2.0
// k clusters, each around the mean of its rows. Sources: Lloyd, Least squares quantization in PCM
// (1982); Arthur & Vassilvitskii, k-means++: The advantages of careful seeding (2007).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

struct KMeansOptions {
  int clusters = 8;
  int restarts = 10;        // the best of so many k-means++ starts is kept
  int most_steps = 300;     // of Lloyd's algorithm
  double tolerance = 1e-4;  // stops when the centres move by less, as a share of the mean variance
  std::uint64_t seed = 1;
};

struct KMeans {
  std::size_t columns = 0;
  std::vector<double> centres = {};  // [clusters * columns]
  std::vector<int> labels = {};      // the cluster of each row that was fitted
  double inertia = 0.0;              // sum of squared distances to the nearest centre
  int steps = 0;

  std::size_t clusters() const { return columns == 0 ? 0 : centres.size() / columns; }
  std::span<const double> centre(std::size_t i) const {
    return std::span(centres).subspan(i * columns, columns);
  }
  // Expects: row of `columns` values.
  int nearest(std::span<const float> row) const;
  // Euclidean distance to the nearest centre.
  double distance(std::span<const float> row) const;
};

// Fails (wrong_use) with fewer rows than clusters, or values that are missing. A cluster that loses
// all rows takes the row that is farthest from its centre. Cost: restarts * steps * rows * clusters
// * columns.
Result<KMeans> fit_k_means(const DataRows& rows, const KMeansOptions& options);
// From these centres, [clusters * columns]; restarts, clusters and seed are not used.
Result<KMeans> fit_k_means_from(const DataRows& rows, std::vector<double> centres,
                                const KMeansOptions& options);

}  // namespace tadpole
