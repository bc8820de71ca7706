// SPDX-License-Identifier: Apache-2.0
#include "core/compress/clustering.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr int kMostRounds = 100;

std::vector<float> sorted(std::span<const float> values) {
  std::vector<float> all(values.begin(), values.end());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<float> distinct(std::span<const float> values) {
  std::vector<float> all = sorted(values);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<double> linear_start(const std::vector<float>& line, int k) {
  const double low = static_cast<double>(line.front()), high = static_cast<double>(line.back());
  std::vector<double> centroids;
  for (int i = 0; i < k; ++i) centroids.push_back(low + (high - low) * (i + 0.5) / k);
  return centroids;
}

double distance_to(const std::vector<double>& centroids, double value) {
  double nearest = std::fabs(value - centroids[0]);
  for (const double c : centroids) nearest = std::min(nearest, std::fabs(value - c));
  return nearest;
}

// A value is drawn with a chance that grows with its squared distance from those drawn before.
std::vector<double> drawn_start(const std::vector<float>& line, int k, Rng rng) {
  std::vector<double> centroids = {static_cast<double>(line[rng.below(line.size())])};
  while (static_cast<int>(centroids.size()) < k) {
    std::vector<double> sums;
    double sum = 0.0;
    for (const float v : line) {
      const double d = distance_to(centroids, static_cast<double>(v));
      sums.push_back(sum += d * d);
    }
    if (sum <= 0.0) break;
    const auto at = std::upper_bound(sums.begin(), sums.end(), rng.uniform() * sum);
    const auto drawn = std::min(at - sums.begin(), static_cast<std::ptrdiff_t>(line.size()) - 1);
    centroids.push_back(static_cast<double>(line[static_cast<std::size_t>(drawn)]));
  }
  std::sort(centroids.begin(), centroids.end());
  return centroids;
}

// Between two neighbours on the line half way is the border.
int nearest(const std::vector<double>& centroids, double value) {
  const auto above = std::lower_bound(centroids.begin(), centroids.end(), value);
  if (above == centroids.begin()) return 0;
  if (above == centroids.end()) return static_cast<int>(centroids.size()) - 1;
  const auto at = static_cast<int>(above - centroids.begin());
  return value - *(above - 1) <= *above - value ? at - 1 : at;
}

// Lloyd's rounds on sorted values. A centroid without members stays where it is.
std::vector<double> settle(const std::vector<float>& line, std::vector<double> centroids) {
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<double> sums(centroids.size(), 0.0), counts(centroids.size(), 0.0);
    for (const float v : line) {
      const auto c = static_cast<std::size_t>(nearest(centroids, static_cast<double>(v)));
      sums[c] += static_cast<double>(v);
      counts[c] += 1.0;
    }
    std::vector<double> next = centroids;
    for (std::size_t c = 0; c < next.size(); ++c)
      if (counts[c] > 0.0) next[c] = sums[c] / counts[c];
    if (next == centroids) break;
    centroids = std::move(next);
  }
  return centroids;
}

std::vector<double> centroids_of(const std::vector<float>& values, int k,
                                 const ClusteringOptions& o) {
  const std::vector<float> line = sorted(values), different = distinct(values);
  if (static_cast<int>(different.size()) <= k) return {different.begin(), different.end()};
  return settle(line, o.start == ClusterStart::linear ? linear_start(line, k)
                                                      : drawn_start(line, k, Rng(o.seed)));
}

}  // namespace

int distinct_values(std::span<const float> values) {
  return static_cast<int>(distinct(values).size());
}

std::vector<int> cluster_values(std::span<const float> values, const ClusteringOptions& o) {
  const bool keep = o.zeros == ClusterZeros::keep;
  std::vector<float> others;
  for (const float v : values)
    if (!keep || v != 0.0F) others.push_back(v);
  const bool zeros = others.size() < values.size();
  std::vector<double> centroids;
  if (!others.empty()) centroids = centroids_of(others, o.clusters - (zeros ? 1 : 0), o);
  std::vector<int> clusters;
  for (const float v : values) {
    const bool zero = keep && v == 0.0F;
    clusters.push_back(zero ? 0 : nearest(centroids, static_cast<double>(v)) + (keep ? 1 : 0));
  }
  return clusters;
}

ClusteringRule::ClusteringRule(std::vector<WeightKernel> kernels, const ClusteringOptions& options)
    : kernels_(std::move(kernels)), options_(options) {}

Result<ClusteringRule> ClusteringRule::create(const Model& model, const ClusteringOptions& o) {
  if (o.clusters < 2 || o.clusters > 256) {
    return wrong_use(fmt::format(
        "there shall be {} clusters; expected 2 to 256 different weights in a kernel, like 16",
        o.clusters));
  }
  std::vector<WeightKernel> kernels = weight_kernels(model);
  if (kernels.empty()) {
    return wrong_use(
        "the network has no kernel of a convolution or dense layer that trains; there is nothing "
        "to cluster");
  }
  return ClusteringRule(std::move(kernels), o);
}

std::string ClusteringRule::text() const {
  return fmt::format("cluster {} {} {} {}", options_.clusters, static_cast<int>(options_.start),
                     static_cast<int>(options_.zeros), options_.seed);
}

// Of a run that goes on, the clusters follow from the values: there are only so many.
void ClusteringRule::apply(std::int64_t, const RuledWeights& weights) {
  if (clusters_.empty()) {
    for (const WeightKernel& k : kernels_)
      clusters_.push_back(cluster_values(weights.trained.subspan(k.first, k.count), options_));
    share_means(weights.trained);
  }
  std::copy(weights.trained.begin(), weights.trained.end(), weights.used.begin());
}

void ClusteringRule::share_means(std::span<float> trained) const {
  for (std::size_t k = 0; k < kernels_.size(); ++k) {
    const auto values = trained.subspan(kernels_[k].first, kernels_[k].count);
    std::vector<double> sums(static_cast<std::size_t>(options_.clusters) + 1, 0.0);
    std::vector<double> counts(sums.size(), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto c = static_cast<std::size_t>(clusters_[k][i]);
      sums[c] += static_cast<double>(values[i]);
      counts[c] += 1.0;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int cluster = clusters_[k][i];
      const auto c = static_cast<std::size_t>(cluster);
      values[i] = is_zero_cluster(cluster) ? 0.0F : static_cast<float>(sums[c] / counts[c]);
    }
  }
}

void ClusteringRule::pull_back(std::span<float> gradients) const {
  for (std::size_t k = 0; k < clusters_.size(); ++k) {
    const auto values = gradients.subspan(kernels_[k].first, kernels_[k].count);
    std::vector<double> sums(static_cast<std::size_t>(options_.clusters) + 1, 0.0);
    for (std::size_t i = 0; i < values.size(); ++i)
      sums[static_cast<std::size_t>(clusters_[k][i])] += static_cast<double>(values[i]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const int cluster = clusters_[k][i];
      values[i] = is_zero_cluster(cluster)
                      ? 0.0F
                      : static_cast<float>(sums[static_cast<std::size_t>(cluster)]);
    }
  }
}

// Equal values with equal gradients stay equal but for a last bit (vector lanes and their rest).
void ClusteringRule::hold(std::span<float> trained) const {
  if (!clusters_.empty()) share_means(trained);
}

}  // namespace tadpole
