// SPDX-License-Identifier: Apache-2.0
#include "core/eval/who_bootstrap.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/rng.h"
#include "core/eval/normal.h"

namespace tadpole {
namespace {

using Clusters = std::vector<std::vector<std::size_t>>;

// The rows of each, in the order of their names.
Clusters clusters_of(const std::vector<std::string>& who) {
  std::map<std::string, std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < who.size(); ++i) rows[who[i]].push_back(i);
  Clusters clusters;
  for (auto& [name, of_one] : rows) clusters.push_back(std::move(of_one));
  return clusters;
}

std::vector<std::size_t> drawn_rows(const Clusters& clusters, Rng rng) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const std::vector<std::size_t>& one = clusters[rng.below(clusters.size())];
    rows.insert(rows.end(), one.begin(), one.end());
  }
  return rows;
}

std::string cluster_text(std::size_t clusters, std::size_t rows) {
  return clusters == rows ? fmt::format("{} rows", rows)
                          : fmt::format("{} sources (people, machines or recordings)", clusters);
}

}  // namespace

Interval who_interval(
    const std::vector<std::string>& who,
    const std::function<std::optional<double>(const std::vector<std::size_t>&)>& value,
    const BootstrapOptions& options, Interval otherwise) {
  otherwise.level = options.level;
  const Clusters clusters = clusters_of(who);
  if (clusters.size() < 2) {
    otherwise.method = "one source only: nothing is known about others";
    return otherwise;
  }
  std::vector<double> values;
  const Rng rng(options.seed);
  const int resamples = std::max(1, options.resamples);
  for (int i = 0; i < resamples; ++i) {
    const auto drawn = value(drawn_rows(clusters, rng.fork(static_cast<std::uint64_t>(i))));
    if (drawn) values.push_back(*drawn);
  }
  if (2 * values.size() < static_cast<std::size_t>(resamples)) {
    otherwise.method = "too few sources of each kind: most draws have none of one";
    return otherwise;
  }
  std::sort(values.begin(), values.end());
  const double tail = (1.0 - options.level) / 2.0;
  return {quantile_of_sorted(values, tail), quantile_of_sorted(values, 1.0 - tail), options.level,
          fmt::format("bootstrap over {}, {} resamples", cluster_text(clusters.size(), who.size()),
                      values.size())};
}

}  // namespace tadpole
