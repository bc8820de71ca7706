// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/k_nn.h"

#include <map>

namespace tadpole {
namespace {

double manhattan(std::span<const float> a, std::span<const float> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
  return sum;
}

bool nearer(const Neighbour& a, const Neighbour& b) {
  return a.distance < b.distance || (a.distance == b.distance && a.row < b.row);
}

}  // namespace

Result<KNearest> KNearest::create(const DataRows& rows, std::vector<int> labels, int k,
                                  Metric metric) {
  if (k < 1) return wrong_use("k_nn: k is " + std::to_string(k) + "; it must be at least 1");
  TADPOLE_TRY(check_rows(rows, static_cast<std::size_t>(k), "k_nn"));
  const bool below_0 = std::any_of(labels.begin(), labels.end(), [](int l) { return l < 0; });
  if (below_0 || (!labels.empty() && labels.size() != rows.count()))
    return wrong_use("k_nn: the labels are not one class number, 0 or more, per row");
  KNearest known;
  known.values_.assign(rows.values.begin(), rows.values.end());
  known.columns_ = rows.columns;
  known.labels_ = std::move(labels);
  known.k_ = k;
  known.metric_ = metric;
  return known;
}

double KNearest::distance_to(std::span<const float> row, std::size_t known) const {
  const std::span<const float> other = rows().row(known);
  return metric_ == Metric::manhattan ? manhattan(row, other)
                                      : std::sqrt(squared_distance(row, other));
}

std::vector<Neighbour> KNearest::neighbours(std::span<const float> row) const {
  TADPOLE_EXPECT(row.size() == columns_);
  std::vector<Neighbour> all(rows().count());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = {distance_to(row, i), i};
  const auto end = all.begin() + k_;
  std::partial_sort(all.begin(), end, all.end(), nearer);
  return {all.begin(), end};
}

int KNearest::classify(std::span<const float> row) const {
  TADPOLE_EXPECT(!labels_.empty());
  std::map<int, int> votes;
  for (const Neighbour& n : neighbours(row)) ++votes[labels_[n.row]];
  return std::max_element(votes.begin(), votes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

double KNearest::kth_distance(std::span<const float> row) const {
  return neighbours(row).back().distance;
}

double KNearest::mean_distance(std::span<const float> row) const {
  double sum = 0.0;
  for (const Neighbour& n : neighbours(row)) sum += n.distance;
  return sum / k_;
}

}  // namespace tadpole
