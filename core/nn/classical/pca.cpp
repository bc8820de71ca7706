// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/pca.h"

#include "core/nn/classical/symmetric_eigen.h"

namespace tadpole {
namespace {

// Turns components around whose largest coordinate, the first of equals, is negative.
void choose_signs(Pca& pca, const DataRows& rows) {
  std::vector<double> most(pca.kept(), 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::vector<double> at = pca.project(rows.row(i));
    for (std::size_t c = 0; c < most.size(); ++c)
      if (std::fabs(at[c]) > std::fabs(most[c])) most[c] = at[c];
  }
  for (std::size_t i = 0; i < pca.components.size(); ++i)
    if (most[i / rows.columns] < 0.0) pca.components[i] = -pca.components[i];
}

}  // namespace

std::vector<double> Pca::project(std::span<const float> row) const {
  TADPOLE_EXPECT(row.size() == mean.size());
  std::vector<double> at(kept(), 0.0);
  for (std::size_t i = 0; i < kept(); ++i)
    for (std::size_t j = 0; j < mean.size(); ++j)
      at[i] += (static_cast<double>(row[j]) - mean[j]) * components[i * mean.size() + j];
  return at;
}

std::vector<double> Pca::back(std::span<const double> coordinates) const {
  TADPOLE_EXPECT(coordinates.size() == kept());
  std::vector<double> row = mean;
  for (std::size_t i = 0; i < kept(); ++i)
    for (std::size_t j = 0; j < mean.size(); ++j)
      row[j] += coordinates[i] * components[i * mean.size() + j];
  return row;
}

Result<Pca> fit_pca(const DataRows& rows, int keep) {
  TADPOLE_TRY(check_rows(rows, 2, "pca"));
  const std::size_t most = std::min(rows.count(), rows.columns);
  if (keep < 1 || static_cast<std::size_t>(keep) > most)
    return wrong_use("pca: " + std::to_string(keep) + " components; there are 1 to " +
                     std::to_string(most));
  Covariance covariance = covariance_of(rows);
  const EigenPairs eigen = symmetric_eigen(std::move(covariance.matrix), rows.columns);
  double sum = 0.0;
  for (const double v : eigen.values) sum += std::max(v, 0.0);
  const auto kept = static_cast<std::size_t>(keep);
  Pca pca{.mean = std::move(covariance.mean)};
  pca.components.assign(eigen.vectors.begin(),
                        eigen.vectors.begin() + static_cast<std::ptrdiff_t>(kept * rows.columns));
  for (std::size_t i = 0; i < kept; ++i) {
    pca.variance.push_back(std::max(eigen.values[i], 0.0));
    pca.variance_share.push_back(sum > 0.0 ? pca.variance[i] / sum : 0.0);
  }
  choose_signs(pca, rows);
  return pca;
}

}  // namespace tadpole
