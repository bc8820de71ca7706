// SPDX-License-Identifier: Apache-2.0
// Principal components: the directions in which rows differ most. Sources: Hotelling, Analysis of a
// complex of statistical variables into principal components (1933); the signs as scikit-learn
// chooses them: the largest coordinate of a component over all rows is positive (Bro et al., 2008).
#pragma once
#include <span>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

struct Pca {
  std::vector<double> mean = {};            // [columns]
  std::vector<double> components = {};      // [kept * columns], each of length 1
  std::vector<double> variance = {};        // [kept], of the rows along each component
  std::vector<double> variance_share = {};  // [kept], of the variance of all columns

  std::size_t kept() const { return variance.size(); }
  // Coordinates of a row, [kept]. Expects: a row as long as the mean.
  std::vector<double> project(std::span<const float> row) const;
  // The row that has these coordinates and nothing else.
  std::vector<double> back(std::span<const double> coordinates) const;
};

// Keeps the first `keep` components. Fails (wrong_use) with fewer than two rows, or when keep is
// not in 1 ... min(rows, columns). Cost: rows * columns^2 and symmetric_eigen().
Result<Pca> fit_pca(const DataRows& rows, int keep);

}  // namespace tadpole
