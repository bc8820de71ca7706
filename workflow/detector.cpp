// SPDX-License-Identifier: Apache-2.0
#include "workflow/detector.h"

#include <fmt/format.h>

#include <cmath>

#include "core/nn/classical/k_means.h"

namespace tadpole {
namespace {

constexpr int kMostRows = 20000;  // that clusters and covariances are fitted on

std::vector<float> rows_of(const BatchSource& source, std::size_t values) {
  const int take = std::min(source.size(), kMostRows);
  std::vector<float> rows(static_cast<std::size_t>(take) * values);
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * source.size() / take);
    source.fetch(at, kPlainEpoch,
                 std::span(rows).subspan(static_cast<std::size_t>(i) * values, values));
  }
  return rows;
}

Result<Model> dense_model(std::array<int, 3> shape, int units) {
  ModelSpec spec{.input = shape, .layers = {}};
  if (shape[0] * shape[1] > 1) spec.layers.push_back(TADPOLE_TRY(parse_layer("flatten")));
  spec.layers.push_back(TADPOLE_TRY(parse_layer(fmt::format("dense units={}", units))));
  return Model::create(spec);
}

// y_k = |c_k|^2 - 2 c_k x.
Result<Model> nearest_model(std::array<int, 3> shape, const std::vector<double>& centres,
                            std::size_t values) {
  const std::size_t count = centres.size() / values;
  Model model = TADPOLE_TRY(dense_model(shape, static_cast<int>(count)));
  const std::span<float> p = model.parameters();
  for (std::size_t k = 0; k < count; ++k) {
    double squares = 0.0;
    for (std::size_t i = 0; i < values; ++i) {
      const double c = centres[k * values + i];
      p[k * values + i] = static_cast<float>(-2.0 * c);
      squares += c * c;
    }
    p[count * values + k] = static_cast<float>(squares);
  }
  return model;
}

// The lower triangle L of a = L L^T; a has `n` rows. False when it is not positive.
bool cholesky(std::vector<double>& a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j && !(sum > 0.0)) return false;
      a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
    }
  }
  return true;
}

// y = L^-1 (x - m): |y|^2 is the squared Mahalanobis distance.
Result<Model> mahalanobis_model(std::array<int, 3> shape, const DataRows& rows) {
  const std::size_t n = rows.columns;
  std::vector<double> mean(n), covariance(n * n);
  for (std::size_t r = 0; r < rows.count(); ++r)
    for (std::size_t i = 0; i < n; ++i)
      mean[i] += rows.row(r)[i] / static_cast<double>(rows.count());
  double trace = 0.0;
  for (std::size_t r = 0; r < rows.count(); ++r) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        covariance[i * n + j] += (rows.row(r)[i] - mean[i]) * (rows.row(r)[j] - mean[j]) /
                                 static_cast<double>(rows.count());
  }
  for (std::size_t i = 0; i < n; ++i) trace += covariance[i * n + i];
  // A thousandth of the mean variance: directions that training never took must not explode.
  for (std::size_t i = 0; i < n; ++i)
    covariance[i * n + i] += 1e-3 * trace / static_cast<double>(n);
  if (!cholesky(covariance, n)) {
    return wrong_use(
        "mahalanobis: the normal training samples do not vary; collect more of them, or take "
        "detector = \"k_means\"");
  }
  Model model = TADPOLE_TRY(dense_model(shape, static_cast<int>(n)));
  const std::span<float> p = model.parameters();
  for (std::size_t column = 0; column < n; ++column) {
    std::vector<double> y(n);  // L y = e_column
    for (std::size_t i = column; i < n; ++i) {
      double sum = i == column ? 1.0 : 0.0;
      for (std::size_t k = column; k < i; ++k) sum -= covariance[i * n + k] * y[k];
      y[i] = sum / covariance[i * n + i];
      p[i * n + column] = static_cast<float>(y[i]);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    double bias = 0.0;
    for (std::size_t j = 0; j < n; ++j) bias -= static_cast<double>(p[i * n + j]) * mean[j];
    p[n * n + i] = static_cast<float>(bias);
  }
  return model;
}

}  // namespace

Result<Model> fit_detector(const DetectorRecipe& recipe, const BatchSource& source,
                           std::array<int, 3> shape, std::uint64_t seed, Progress& progress) {
  const std::size_t values = static_cast<std::size_t>(shape[0]) *
                             static_cast<std::size_t>(shape[1]) *
                             static_cast<std::size_t>(shape[2]);
  if (source.size() < std::max(2, recipe.detector == "mahalanobis" ? 2 : recipe.centres)) {
    return wrong_use(fmt::format(
        "there are {} normal training windows for {} centres; collect more, or ask for fewer "
        "centres",
        source.size(), recipe.centres));
  }
  progress.say(fmt::format("fitting {} on {} normal windows of {} values", recipe.detector,
                           source.size(), values));
  const std::vector<float> all = rows_of(source, values);
  const DataRows rows{.values = all, .columns = values};
  if (recipe.detector == "mahalanobis") return mahalanobis_model(shape, rows);
  if (recipe.detector == "k_means") {
    const KMeans fitted =
        TADPOLE_TRY(fit_k_means(rows, {.clusters = recipe.centres, .restarts = 3, .seed = seed}));
    return nearest_model(shape, fitted.centres, values);
  }
  std::vector<double> kept;
  for (int k = 0; k < recipe.centres; ++k) {
    const std::size_t at =
        static_cast<std::size_t>(k) * rows.count() / static_cast<std::size_t>(recipe.centres);
    kept.insert(kept.end(), rows.row(at).begin(), rows.row(at).end());
  }
  return nearest_model(shape, kept, values);
}

}  // namespace tadpole
