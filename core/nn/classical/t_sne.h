// SPDX-License-Identifier: Apache-2.0
// DataRows of many columns as points in the plane, neighbours beside neighbours. Distances between
// groups and sizes of groups in the picture mean nothing. Source: van der Maaten & Hinton,
// Visualizing data using t-SNE (2008), exact; step size and start as Belkina et al. (2019) and
// Kobak & Berens (2019) advise.
#pragma once
#include <functional>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

struct TSneOptions {
  double perplexity = 30.0;  // about how many neighbours count
  int steps = 1000;          // the first 250 (or all) pull groups together by `exaggeration`
  double exaggeration = 12.0;
  double learning_rate = 0.0;  // 0: max(rows / exaggeration / 4, 50)
  // [rows * 2]; empty: the first two principal components, scaled to deviation 1e-4. No randomness.
  std::vector<double> start = {};
  // Called after every 50th step with the points so far; false stops. May be empty.
  std::function<bool(int step, const std::vector<double>& points)> watch = {};
};

struct TSne {
  std::vector<double> points = {};  // [rows * 2]
  double divergence = 0.0;          // Kullback-Leibler, the cost: less is better
};

inline constexpr std::size_t kMostTSneRows = 3000;

// Fails (wrong_use) outside 4 ... kMostTSneRows rows, when perplexity is not above 1 and below the
// number of rows, or a start has another size. Cost: steps * rows^2 (1000 rows, 1000 steps: 10 s).
Result<TSne> fit_t_sne(const DataRows& rows, const TSneOptions& options);

// The affinities P, [rows * rows]: symmetric, sum 1, diagonal 0. Expects: as fit_t_sne().
std::vector<double> t_sne_affinities(const DataRows& rows, double perplexity);

}  // namespace tadpole
