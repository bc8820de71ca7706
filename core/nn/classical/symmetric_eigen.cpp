// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/symmetric_eigen.h"

#include <numeric>

namespace tadpole {
namespace {

// One Jacobi rotation: cosine and sine that make a[p][q] zero.
struct Rotation {
  double c = 1.0, s = 0.0;
};
Rotation rotation_of(double app, double aqq, double apq) {
  const double theta = (aqq - app) / (2.0 * apq);
  const double t =
      (theta >= 0.0 ? 1.0 : -1.0) / (std::fabs(theta) + std::sqrt(theta * theta + 1.0));
  const double c = 1.0 / std::sqrt(t * t + 1.0);
  return {c, t * c};
}

void rotate(double& x, double& y, const Rotation& r) {
  const double before = x;
  x = r.c * before - r.s * y;
  y = r.s * before + r.c * y;
}

void rotate_matrix(std::vector<double>& a, std::size_t n, std::size_t p, std::size_t q,
                   const Rotation& r) {
  for (std::size_t i = 0; i < n; ++i) rotate(a[i * n + p], a[i * n + q], r);
  for (std::size_t i = 0; i < n; ++i) rotate(a[p * n + i], a[q * n + i], r);
  a[p * n + q] = a[q * n + p] = 0.0;
}

double largest(const std::vector<double>& a) {
  double most = 0.0;
  for (const double x : a) most = std::max(most, std::fabs(x));
  return most;
}

// Turns a into a diagonal and v into its eigenvectors (rows). True when nothing was left to turn.
bool sweep(std::vector<double>& a, std::vector<double>& v, std::size_t n, double negligible) {
  bool still = true;
  for (std::size_t p = 0; p < n; ++p) {
    for (std::size_t q = p + 1; q < n; ++q) {
      const double apq = a[p * n + q];
      if (std::fabs(apq) <= negligible) continue;
      still = false;
      const Rotation r = rotation_of(a[p * n + p], a[q * n + q], apq);
      rotate_matrix(a, n, p, q, r);
      for (std::size_t i = 0; i < n; ++i) rotate(v[p * n + i], v[q * n + i], r);
    }
  }
  return still;
}

}  // namespace

EigenPairs symmetric_eigen(std::vector<double> a, std::size_t n) {
  TADPOLE_EXPECT(a.size() == n * n);
  std::vector<double> v(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) v[i * n + i] = 1.0;
  const double negligible = 1e-15 * largest(a);
  constexpr int kMostSweeps = 60;  // converges squarely: 6 to 10 are usual
  for (int i = 0; i < kMostSweeps && !sweep(a, v, n, negligible); ++i) {
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return a[i * n + i] > a[j * n + j]; });
  EigenPairs eigen;
  for (const std::size_t i : order) {
    eigen.values.push_back(a[i * n + i]);
    const auto vector = std::span(v).subspan(i * n, n);
    eigen.vectors.insert(eigen.vectors.end(), vector.begin(), vector.end());
  }
  return eigen;
}

Covariance covariance_of(const DataRows& rows) {
  TADPOLE_EXPECT(rows.count() >= 2);
  const std::size_t n = rows.columns;
  Covariance c{std::vector<double>(n, 0.0), std::vector<double>(n * n, 0.0)};
  const auto count = static_cast<double>(rows.count());
  for (std::size_t i = 0; i < rows.count(); ++i)
    for (std::size_t j = 0; j < n; ++j) c.mean[j] += static_cast<double>(rows.row(i)[j]) / count;
  std::vector<double> d(n);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    for (std::size_t j = 0; j < n; ++j) d[j] = static_cast<double>(rows.row(i)[j]) - c.mean[j];
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k <= j; ++k) c.matrix[j * n + k] += d[j] * d[k];
  }
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t k = 0; k <= j; ++k) c.matrix[k * n + j] = c.matrix[j * n + k] /= count - 1.0;
  return c;
}

std::optional<std::vector<double>> cholesky(std::span<const double> matrix, std::size_t n) {
  std::vector<double> l(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[i * n + k] * l[j * n + k];
      if (i == j && !(sum > 0.0)) return std::nullopt;
      l[i * n + j] = i == j ? std::sqrt(sum) : sum / l[j * n + j];
    }
  }
  return l;
}

std::vector<double> solve_lower(std::span<const double> lower, std::vector<double> x) {
  const std::size_t n = x.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= lower[i * n + k] * x[k];
    x[i] /= lower[i * n + i];
  }
  return x;
}

}  // namespace tadpole
