// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/pca.h"

#include "core/nn/classical/symmetric_eigen.h"
#include "core/nn/classical/test_golden.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST(Pca, components_signs_and_coordinates_are_those_of_scikit_learn) {
  const nlohmann::json g = classical_golden("pca");
  const std::vector<float> x = floats(g["x"]);
  const Pca pca = fit_pca({x, 6}, 4).value();
  expect_near(pca.mean, doubles(g["mean"]), 1e-10, "mean");
  expect_near(pca.components, doubles(g["components"]), 1e-9, "component");
  expect_near(pca.variance, doubles(g["variance"]), 1e-9, "variance");
  expect_near(pca.variance_share, doubles(g["share"]), 1e-10, "share");
  std::vector<double> coordinates;
  for (std::size_t i = 0; i < 50; ++i)
    for (const double c : pca.project(DataRows{x, 6}.row(i))) coordinates.push_back(c);
  expect_near(coordinates, doubles(g["coordinates"]), 1e-8, "coordinate");
}

TEST(Pca, variances_of_iris_and_digits_are_those_of_scikit_learn) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  for (const char* name : {"iris", "digits8x8_a"}) {
    const auto results = parse_json(read_text(path / name / "results.json").value());
    const std::vector<double> golden = doubles(results["pca_explained_variance"]);
    const LabelledRows train = labelled_file(path / name / "train.csv");
    const Pca pca = fit_pca(train.rows(), static_cast<int>(golden.size())).value();
    for (std::size_t i = 0; i < golden.size(); ++i)
      EXPECT_NEAR(pca.variance[i], golden[i], 1e-7 * golden[i]) << name;  // float32 input
  }
}

TEST(Pca, all_components_give_the_row_back) {
  const std::vector<float> x = floats(classical_golden("pca")["x"]);
  const Pca pca = fit_pca({x, 6}, 6).value();
  const std::span<const float> row = DataRows{x, 6}.row(7);
  const std::vector<double> back = pca.back(pca.project(row));
  for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(back[j], row[j], 1e-9);
}

TEST(Pca, a_line_has_one_component) {
  const std::vector<float> x = {0, 0, 1, 2, 2, 4};
  const Pca pca = fit_pca({x, 2}, 2).value();
  EXPECT_NEAR(pca.variance[0], 5.0, 1e-12);  // (1 + 4) * variance 1 of 0, 1, 2
  EXPECT_NEAR(pca.variance[1], 0.0, 1e-12);
  EXPECT_NEAR(std::fabs(pca.components[1] / pca.components[0]), 2.0, 1e-12);
}

TEST(Pca, refuses_too_many_components_and_too_few_rows) {
  const std::vector<float> x = {1, 2, 3, 4};
  EXPECT_EQ(refusal(fit_pca({x, 2}, 3)), "pca: 3 components; there are 1 to 2");
  EXPECT_EQ(refusal(fit_pca({x, 4}, 1)), "pca: 1 rows; at least 2 are needed");
}

TEST(SymmetricEigen, solves_a_matrix_by_hand) {
  const EigenPairs e = symmetric_eigen({2, 1, 1, 2}, 2);  // 3 along (1, 1), 1 along (1, -1)
  EXPECT_NEAR(e.values[0], 3.0, 1e-14);
  EXPECT_NEAR(e.values[1], 1.0, 1e-14);
  EXPECT_NEAR(e.vectors[0], e.vectors[1], 1e-14);
  EXPECT_NEAR(e.vectors[2], -e.vectors[3], 1e-14);
}

TEST(SymmetricEigen, cholesky_gives_the_matrix_back_and_refuses_one_that_is_not_positive) {
  const std::vector<double> a = {4, 2, 2, 5};
  const std::vector<double> l = cholesky(a, 2).value();  // by hand: [[2, 0], [1, 2]]
  EXPECT_EQ(l, (std::vector<double>{2, 0, 1, 2}));
  EXPECT_EQ(solve_lower(l, {4, 4}), (std::vector<double>{2, 1}));
  EXPECT_FALSE(cholesky(std::vector<double>{1, 2, 2, 1}, 2).has_value());
}

}  // namespace
}  // namespace tadpole
