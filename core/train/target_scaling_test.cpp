// SPDX-License-Identifier: Apache-2.0
#include "core/train/target_scaling.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/train/trainer.h"

namespace tadpole {
namespace {

// y = x0 - 0.5 x1, times `scale`, plus `mean`.
class Plane final : public BatchSource {
 public:
  Plane(double mean, double scale) : mean_(mean), scale_(scale) {}
  int size() const override { return 256; }
  int classes() const override { return 0; }
  int targets() const override { return 1; }
  int fetch(int index, std::int64_t, std::span<float> x) const override {
    Rng rng = Rng(3).fork(static_cast<std::uint64_t>(index));
    x[0] = static_cast<float>(rng.normal()), x[1] = static_cast<float>(rng.normal());
    return 0;
  }
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override {
    float x[2];
    fetch(index, epoch, x);
    const double plane = static_cast<double>(x[0]) - 0.5 * static_cast<double>(x[1]);
    y[0] = static_cast<float>(mean_ + scale_ * plane);
  }

 private:
  double mean_, scale_;
};

Model model_of_lines(const std::vector<std::string>& lines) {
  ModelSpec spec{.input = {1, 1, 2}, .layers = {}};
  for (const std::string& line : lines) spec.layers.push_back(parse_layer(line).value());
  return Model::create(spec).value();
}

struct Trained {
  double error = 0.0;  // mean absolute error in the target's units
  TrainReport report;
};

Trained train_scaled(const Plane& source, const std::string& last = "dense units=1") {
  Model model = model_of_lines({"dense units=16", "relu", last});
  const TargetScaling scaling = fit_target_scaling(source, model);
  const ScaledTargets scaled(source, scaling);
  TrainJob job{.train = &scaled, .validation = &scaled, .options = {}, .checkpoint = {}};
  job.options.epochs = 40, job.options.schedule.learning_rate = 0.01;
  ThreadPool pool(1);
  SilentProgress silent;
  Trained t;
  t.report = train(model, job, pool, silent).value();
  fold_target_scaling(scaling, model);
  report_in_own_units(scaling, t.report);
  for (int i = 0; i < source.size(); ++i) {
    float x[2], y = 0, said = 0;
    source.fetch(i, kPlainEpoch, x);
    source.fetch_target(i, kPlainEpoch, {&y, 1});
    model.predict(x, 1, {&said, 1});
    t.error += std::fabs(static_cast<double>(said - y)) / source.size();
  }
  return t;
}

// The training is the same but for roundings: 24 bits of 50,000 are steps of 0.004.
TEST(TargetScaling, LargeTargetsAreLearntAsWellAsTheirStandardisedTwin) {
  const Trained twin = train_scaled(Plane(0.0, 1.0));
  const Trained large = train_scaled(Plane(50000.0, 10000.0));
  EXPECT_LT(twin.error, 0.05);
  EXPECT_NEAR(large.error / 10000.0, twin.error, 0.05 * twin.error);
  // mse is told in the target's units: a hundred million times that of the twin.
  const double loss = large.report.epochs.back().validation_loss;
  EXPECT_NEAR(loss / 1e8, twin.report.epochs.back().validation_loss, 0.1 * loss / 1e8);
}

// By hand: y = 3 ... 7 in equal parts has mean 5 and deviation sqrt(2).
TEST(TargetScaling, FoldsIntoTheLastLayer) {
  class Five final : public BatchSource {
   public:
    int size() const override { return 5; }
    int classes() const override { return 0; }
    int targets() const override { return 1; }
    int fetch(int, std::int64_t, std::span<float>) const override { return 0; }
    void fetch_target(int index, std::int64_t, std::span<float> y) const override {
      y[0] = 3.0F + static_cast<float>(index);
    }
  } source;
  Model model = model_of_lines({"dense units=1"});
  const TargetScaling scaling = fit_target_scaling(source, model);
  ASSERT_EQ(scaling.scale.size(), 1U);
  EXPECT_FLOAT_EQ(scaling.mean[0], 5.0F);
  EXPECT_FLOAT_EQ(scaling.scale[0], std::sqrt(2.0F));
  const float own[3] = {1.0F, -2.0F, 0.5F};
  std::copy(own, own + 3, model.parameters().begin());
  fold_target_scaling(scaling, model);
  const float x[2] = {2.0F, 0.25F};
  float y = 0;
  model.predict(x, 1, {&y, 1});
  EXPECT_FLOAT_EQ(y, 5.0F + std::sqrt(2.0F) * (2.0F - 0.5F + 0.5F));
}

TEST(TargetScaling, WithoutABiasOnlyTheScaleIsTaken) {
  const Model model = model_of_lines({"dense units=1 use_bias=false"});
  const TargetScaling scaling = fit_target_scaling(Plane(300.0, 1.0), model);
  EXPECT_EQ(scaling.mean[0], 0.0F);
  EXPECT_NEAR(scaling.scale[0], 300.0F, 1.0F);
  EXPECT_LT(train_scaled(Plane(300.0, 1.0), "dense units=1 use_bias=false").error, 60.0);
}

TEST(TargetScaling, ANetworkThatEndsOtherwiseLearnsTheTargetsAsTheyAre) {
  const Model model = model_of_lines({"dense units=1", "sigmoid"});
  EXPECT_TRUE(fit_target_scaling(Plane(0.0, 1.0), model).scale.empty());
}

TEST(TargetScaling, ATargetThatIsNoNumberIsLeftToTheTrainerToName) {
  const Model model = model_of_lines({"dense units=1"});
  const double nan = std::nan("");
  EXPECT_TRUE(fit_target_scaling(Plane(nan, 1.0), model).scale.empty());
}

TEST(TargetScaling, ALossThatNoFactorTurnsBackIsNamedAsWhatItIs) {
  TrainReport report{.loss = "huber delta=0.5"};
  report.epochs.push_back({.epoch = 1, .loss = 0.25});
  report_in_own_units({{1.0F}, {10.0F}}, report);
  EXPECT_EQ(report.loss, "huber delta=0.5 of standardised targets");
  EXPECT_EQ(report.epochs[0].loss, 0.25);
}

}  // namespace
}  // namespace tadpole
