// SPDX-License-Identifier: Apache-2.0
// Small dense linear algebra of symmetric matrices, row by row in a vector of n * n.
// Source: Golub & Van Loan, Matrix Computations (2013), 8.5 (cyclic Jacobi) and 4.2 (Cholesky).
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

struct EigenPairs {
  std::vector<double> values = {};   // [n], largest first
  std::vector<double> vectors = {};  // [n * n]: vector i is row i, of length 1
};
// matrix: [n * n], symmetric. Cannot fail. Cost: about 30 n^3 operations (n = 500: 5 s).
EigenPairs symmetric_eigen(std::vector<double> matrix, std::size_t n);

struct Covariance {
  std::vector<double> mean = {};    // [columns]
  std::vector<double> matrix = {};  // [columns * columns], divided by rows - 1
};
// Expects: at least two rows.
Covariance covariance_of(const DataRows& rows);

// The lower triangle L with L L^T = matrix, [n * n]; nothing when the matrix is not positive.
std::optional<std::vector<double>> cholesky(std::span<const double> matrix, std::size_t n);
// L y = x. Expects: the result of cholesky(), x: [n].
std::vector<double> solve_lower(std::span<const double> lower, std::vector<double> x);

}  // namespace tadpole
