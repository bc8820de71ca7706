// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/t_sne.h"

#include "core/nn/classical/k_nn.h"
#include "core/nn/classical/test_golden.h"

namespace tadpole {
namespace {

TEST(TSne, affinities_are_those_of_scikit_learn) {
  const nlohmann::json g = classical_golden("t_sne");
  const std::vector<float> x = floats(g["x"]);
  std::vector<double> p = t_sne_affinities({x, 6}, g["perplexity"].get<double>());
  double sum = 0.0;
  for (const double v : p) sum += v;
  EXPECT_NEAR(sum, 1.0, 1e-12);
  p.resize(5 * 90);
  const std::vector<double> golden = doubles(g["first_rows_of_p"]);
  // scikit-learn's distances are float32: 6e-8 of a distance up to 200 inside the exponent.
  for (std::size_t i = 0; i < p.size(); ++i)
    EXPECT_NEAR(p[i], golden[i], 2e-5 * golden[i] + 1e-15) << i;
}

TEST(TSne, ends_as_low_as_scikit_learn_from_the_same_start) {
  const nlohmann::json g = classical_golden("t_sne");
  const std::vector<float> x = floats(g["x"]);
  const TSne t =
      fit_t_sne({x, 6}, {.perplexity = g["perplexity"].get<double>(), .start = doubles(g["start"])})
          .value();
  const double golden = g["divergence"].get<double>();
  // Roundings grow over 1000 steps, so points differ; the cost may not.
  EXPECT_NEAR(t.divergence, golden, 0.05 * golden);
}

TEST(TSne, keeps_clouds_apart_and_needs_no_seed) {
  const nlohmann::json g = classical_golden("t_sne");
  const std::vector<float> x = floats(g["x"]);
  const std::vector<int> labels = ints(g["labels"]);
  const TSneOptions options{.perplexity = 12.0, .steps = 500};
  const TSne t = fit_t_sne({x, 6}, options).value();
  EXPECT_EQ(t.points, fit_t_sne({x, 6}, options).value().points);
  const std::vector<float> points(t.points.begin(), t.points.end());
  const KNearest known = KNearest::create({points, 2}, labels, 6).value();
  int right = 0;
  for (std::size_t i = 0; i < 90; ++i)
    right += known.classify(DataRows{points, 2}.row(i)) == labels[i] ? 1 : 0;
  EXPECT_GE(right, 86);  // the clouds touch in six columns too
}

TEST(TSne, can_be_watched_and_stopped) {
  const std::vector<float> x = floats(classical_golden("t_sne")["x"]);
  int calls = 0;
  const TSneOptions options{.perplexity = 5.0, .watch = [&calls](int step, const auto& points) {
                              EXPECT_EQ(points.size(), 180u);
                              EXPECT_EQ(step, 50 * ++calls);
                              return calls < 2;
                            }};
  ASSERT_TRUE(fit_t_sne({x, 6}, options).ok());
  EXPECT_EQ(calls, 2);
}

TEST(TSne, rows_that_are_all_alike_and_rows_of_one_column_do_no_harm) {
  const std::vector<float> alike(20, 1.0F);
  const TSne same = fit_t_sne({alike, 2}, {.perplexity = 3.0, .steps = 60}).value();
  for (const double p : same.points) EXPECT_TRUE(std::isfinite(p));
  const std::vector<float> line = {1, 2, 3, 4, 5, 6};
  const TSne thin = fit_t_sne({line, 1}, {.perplexity = 2.0, .steps = 60}).value();
  for (const double p : thin.points) EXPECT_TRUE(std::isfinite(p));
}

TEST(TSne, refuses_what_cannot_be_drawn) {
  const std::vector<float> x(20, 0.0F);
  EXPECT_EQ(refusal(fit_t_sne({x, 10}, {})), "t_sne: 2 rows; at least 4 are needed");
  EXPECT_EQ(refusal(fit_t_sne({x, 1}, {.perplexity = 20.0})),
            "t_sne: the perplexity must be above 1 and below the number of rows");
  EXPECT_EQ(refusal(fit_t_sne({x, 1}, {.perplexity = 5.0, .start = {1.0}})),
            "t_sne: the start is not two numbers per row");
  EXPECT_EQ(refusal(fit_t_sne({x, 1}, {.perplexity = 5.0, .learning_rate = -1.0})),
            "t_sne: learning_rate must be 0 or more and exaggeration 1 or more");
  const std::vector<float> many(3001, 0.0F);
  EXPECT_EQ(refusal(fit_t_sne({many, 1}, {})),
            "t_sne: 3001 rows; up to 3000 are drawn: take every n-th");
}

}  // namespace
}  // namespace tadpole
