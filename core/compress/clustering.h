// SPDX-License-Identifier: Apache-2.0
// Weight clustering: every kernel has only k different weights, its centroids, which are trained
// together with the network. A centroid's gradient is the sum of its members'. Source: Han, Mao,
// Dally: Deep Compression, arXiv:1510.00149, 2016; k-means++: Arthur, Vassilvitskii, 2007.
#pragma once
#include <cstdint>
#include <vector>

#include "core/compress/weight_kernels.h"
#include "core/train/weight_rule.h"

namespace tadpole {

// Where centroids start. linear: evenly from the smallest weight to the largest (large weights,
// which are few, get centroids of their own). kmeans_plus_plus: at weights drawn by their distance
// from those that are taken.
enum class ClusterStart : std::uint8_t { linear, kmeans_plus_plus };
// keep: what is zero (pruned) stays zero, as one of the k.
enum class ClusterZeros : std::uint8_t { keep, treat_as_others };

struct ClusteringOptions {
  int clusters = 16;  // at most so many different weights in a kernel; 2 to 256
  ClusterStart start = ClusterStart::linear;
  ClusterZeros zeros = ClusterZeros::keep;
  std::uint64_t seed = 1;
};

// The cluster of each value, by k-means on the line. With zeros kept, cluster 0 is that of the
// zeros and nothing else; it is empty when there are none. Values that have at most k different
// numbers are clustered by them. Expects: values not empty, options in range.
std::vector<int> cluster_values(std::span<const float> values, const ClusteringOptions& options);

// Different numbers in a kernel.
int distinct_values(std::span<const float> values);

class ClusteringRule final : public WeightRule {
 public:
  // Fails for a number of clusters out of range, and for a model without kernels.
  static Result<ClusteringRule> create(const Model& model, const ClusteringOptions& options);

  std::string text() const override;
  void apply(std::int64_t step, const RuledWeights& weights) override;
  void pull_back(std::span<float> gradients) const override;
  void hold(std::span<float> trained) const override;
  bool complete(std::int64_t) const override { return true; }

 private:
  ClusteringRule(std::vector<WeightKernel> kernels, const ClusteringOptions& options);
  // The mean of each cluster's values for all its members; cluster 0: zeros, when they are kept.
  void share_means(std::span<float> trained) const;
  bool is_zero_cluster(int cluster) const {
    return cluster == 0 && options_.zeros == ClusterZeros::keep;
  }

  std::vector<WeightKernel> kernels_;
  ClusteringOptions options_;
  std::vector<std::vector<int>> clusters_;  // by kernel; of each of its values
};

}  // namespace tadpole
