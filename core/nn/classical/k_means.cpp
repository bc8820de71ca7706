// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/k_means.h"

#include <limits>

#include "core/base/rng.h"

namespace tadpole {
namespace {

struct Nearest {
  int centre = 0;
  double squared = std::numeric_limits<double>::infinity();
};

Nearest nearest_centre(const KMeans& k, std::span<const float> row) {
  Nearest best;
  for (std::size_t c = 0; c < k.clusters(); ++c) {
    const double d = squared_distance(row, k.centre(c));
    if (d < best.squared) best = {static_cast<int>(c), d};
  }
  return best;
}

// Gives every row its cluster; the squared distances go to `squared`.
void assign(KMeans& k, const DataRows& rows, std::vector<double>& squared) {
  k.inertia = 0.0;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const Nearest best = nearest_centre(k, rows.row(i));
    k.labels[i] = best.centre;
    squared[i] = best.squared;
    k.inertia += best.squared;
  }
}

// An empty cluster takes the row farthest from its own centre, which leaves that one.
void fill_empty(KMeans& k, std::vector<int>& counts, std::vector<double>& squared) {
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] > 0) continue;
    const auto far = static_cast<std::size_t>(std::max_element(squared.begin(), squared.end()) -
                                              squared.begin());
    --counts[static_cast<std::size_t>(k.labels[far])];
    k.labels[far] = static_cast<int>(c);
    counts[c] = 1;
    squared[far] = 0.0;
  }
}

// Centres become the means of their rows. Gives the squared way that all of them moved.
double move_centres(KMeans& k, const DataRows& rows, std::vector<double>& squared) {
  std::vector<int> counts(k.clusters(), 0);
  for (const int label : k.labels) ++counts[static_cast<std::size_t>(label)];
  fill_empty(k, counts, squared);
  std::vector<double> means(k.centres.size(), 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    double* mean = &means[static_cast<std::size_t>(k.labels[i]) * k.columns];
    const std::span<const float> row = rows.row(i);
    for (std::size_t j = 0; j < k.columns; ++j) mean[j] += static_cast<double>(row[j]);
  }
  for (std::size_t i = 0; i < means.size(); ++i) means[i] /= std::max(1, counts[i / k.columns]);
  const double moved = squared_distance(means, k.centres);
  k.centres = std::move(means);
  return moved;
}

// Mean over the columns of their variance.
double mean_variance(const DataRows& rows) {
  double sum = 0.0;
  const auto n = static_cast<double>(rows.count());
  for (std::size_t j = 0; j < rows.columns; ++j) {
    double mean = 0.0, square = 0.0;
    for (std::size_t i = 0; i < rows.count(); ++i) mean += static_cast<double>(rows.row(i)[j]) / n;
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const double d = static_cast<double>(rows.row(i)[j]) - mean;
      square += d * d / n;
    }
    sum += square / static_cast<double>(rows.columns);
  }
  return sum;
}

KMeans lloyd(const DataRows& rows, std::vector<double> centres, int most_steps, double tolerance) {
  KMeans k{.columns = rows.columns, .centres = std::move(centres)};
  k.labels.assign(rows.count(), -1);
  std::vector<double> squared(rows.count());
  while (k.steps < most_steps) {
    const std::vector<int> before = k.labels;
    assign(k, rows, squared);
    ++k.steps;
    const double moved = move_centres(k, rows, squared);
    if (k.labels == before || moved <= tolerance) break;
  }
  assign(k, rows, squared);
  return k;
}

std::size_t draw_by_weight(const std::vector<double>& weights, Rng& rng) {
  double sum = 0.0;
  for (const double w : weights) sum += w;
  double at = rng.uniform() * sum;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    at -= weights[i];
    if (at < 0.0) return i;
  }
  return rng.below(weights.size());  // all rows are alike
}

// k-means++: each next centre is a row, drawn by its squared distance to those there are.
std::vector<double> careful_seeding(const DataRows& rows, std::size_t clusters, Rng rng) {
  std::vector<double> centres;
  std::vector<double> squared(rows.count(), std::numeric_limits<double>::infinity());
  std::size_t chosen = rng.below(rows.count());
  for (std::size_t c = 0; c < clusters; ++c) {
    const std::span<const float> centre = rows.row(chosen);
    centres.insert(centres.end(), centre.begin(), centre.end());
    for (std::size_t i = 0; i < rows.count(); ++i)
      squared[i] = std::min(squared[i], squared_distance(rows.row(i), centre));
    chosen = draw_by_weight(squared, rng);
  }
  return centres;
}

Outcome check_clusters(const DataRows& rows, std::size_t clusters) {
  if (clusters == 0) return wrong_use("k_means: no cluster was asked for; give at least 1");
  return check_rows(rows, clusters, "k_means");
}

}  // namespace

int KMeans::nearest(std::span<const float> row) const { return nearest_centre(*this, row).centre; }

double KMeans::distance(std::span<const float> row) const {
  return std::sqrt(nearest_centre(*this, row).squared);
}

Result<KMeans> fit_k_means(const DataRows& rows, const KMeansOptions& options) {
  const auto clusters = static_cast<std::size_t>(std::max(0, options.clusters));
  TADPOLE_TRY(check_clusters(rows, clusters));
  const Rng rng(options.seed);
  const double tolerance = options.tolerance * mean_variance(rows);
  KMeans best;
  for (int i = 0; i < std::max(1, options.restarts); ++i) {
    std::vector<double> start =
        careful_seeding(rows, clusters, rng.fork(static_cast<std::uint64_t>(i)));
    KMeans k = lloyd(rows, std::move(start), options.most_steps, tolerance);
    if (i == 0 || k.inertia < best.inertia) best = std::move(k);
  }
  return best;
}

Result<KMeans> fit_k_means_from(const DataRows& rows, std::vector<double> centres,
                                const KMeansOptions& options) {
  if (rows.columns == 0 || centres.size() % rows.columns != 0)
    return wrong_use("k_means: the start is no whole number of centres; give columns * clusters");
  TADPOLE_TRY(check_clusters(rows, centres.size() / rows.columns));
  return lloyd(rows, std::move(centres), options.most_steps,
               options.tolerance * mean_variance(rows));
}

}  // namespace tadpole
