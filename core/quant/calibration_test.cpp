// SPDX-License-Identifier: Apache-2.0
#include "core/quant/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/quant/test_graphs.h"

namespace tadpole {
namespace {

Observer observer_of(const std::vector<float>& values) {
  Observer observer;
  EXPECT_TRUE(observer.see(values));
  observer.count(values);
  return observer;
}

TEST(Calibration, MinMaxHoldsEverythingAndZero) {
  const Range range = observer_of({1.0F, 3.0F, 2.0F}).range(CalibrationMethod::min_max);
  EXPECT_EQ(range.low, 0.0F);
  EXPECT_EQ(range.high, 3.0F);
}

// One value of 30001 is far outside: less than 0.01 %. The rest is a normal distribution of
// deviation 1, whose 0.01 % quantile is 3.72; a bin is (100 + 4) / 2048 = 0.05 wide.
TEST(Calibration, PercentileForgetsARareOutlier) {
  auto values = test::normal_values(30000, 1.0, 9);
  values.push_back(100.0F);
  const Range range = observer_of(values).range(CalibrationMethod::percentile);
  EXPECT_GT(range.high, 3.2F);
  EXPECT_LT(range.high, 4.3F);
  EXPECT_LT(range.low, -3.2F);
}

TEST(Calibration, MseTakesARangeOfLessErrorThanMinMax) {
  auto values = test::normal_values(30000, 1.0, 9);
  values.push_back(12.0F);
  const Observer observer = observer_of(values);
  const Range all = observer.range(CalibrationMethod::min_max),
              best = observer.range(CalibrationMethod::mse);
  const auto error = [&values](Range range) {
    const Quantization q = activation_quantization(range);
    const auto stored = quantize_values(values, q.scale[0], static_cast<int>(q.zero_point[0]));
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double back =
          static_cast<double>(q.scale[0]) * (stored[i] - static_cast<double>(q.zero_point[0]));
      sum += (back - static_cast<double>(values[i])) * (back - static_cast<double>(values[i]));
    }
    return sum;
  };
  EXPECT_LT(best.high, 12.0F);
  EXPECT_LT(error(best), error(all));
}

TEST(Calibration, ValuesThatAreAllTheSameHaveARangeToo) {
  for (const auto method :
       {CalibrationMethod::min_max, CalibrationMethod::percentile, CalibrationMethod::mse}) {
    const Range zeros = observer_of({0.0F, 0.0F}).range(method);
    EXPECT_EQ(activation_quantization(zeros).scale[0], 1.0F / 128.0F);
    const Range fives = observer_of({5.0F, 5.0F}).range(method);
    EXPECT_NEAR(fives.high, 5.0F, 0.01F);
  }
}

TEST(Calibration, FindsAValueThatIsNoNumber) {
  Observer observer;
  EXPECT_FALSE(observer.see(std::vector<float>{1.0F, std::numeric_limits<float>::quiet_NaN()}));
  EXPECT_FALSE(observer.see(std::vector<float>{std::numeric_limits<float>::infinity()}));
}

// By hand: -1..2 is 3/255 a step, and -1 lies 85 steps below 0: zero point -128 + 85 = -43.
TEST(Calibration, ActivationsUseAll256StepsAndAnExactZero) {
  const Quantization q = activation_quantization({-1.0F, 2.0F});
  EXPECT_FLOAT_EQ(q.scale[0], 3.0F / 255.0F);
  EXPECT_EQ(q.zero_point[0], -43);
  EXPECT_EQ(activation_quantization({0.0F, 4.0F}).zero_point[0], -128);
  EXPECT_EQ(activation_quantization({-4.0F, 0.0F}).zero_point[0], 127);
}

// By hand: two slices of two, largest values 2 and 0.5.
TEST(Calibration, WeightsGetOneScalePerSlice) {
  const std::vector<float> values = {1.0F, -2.0F, 0.5F, 0.25F};
  const Quantization rows = weight_quantization(values, {.slices = 2, .inner = 2}, {}, 1.0F);
  EXPECT_FLOAT_EQ(rows.scale[0], 2.0F / 127.0F);
  EXPECT_FLOAT_EQ(rows.scale[1], 0.5F / 127.0F);
  const Quantization columns =
      weight_quantization(values, {.slices = 2, .inner = 1, .axis = 3}, {}, 1.0F);
  EXPECT_FLOAT_EQ(columns.scale[0], 1.0F / 127.0F);
  EXPECT_FLOAT_EQ(columns.scale[1], 2.0F / 127.0F);
  EXPECT_EQ(columns.axis, 3);
}

TEST(Calibration, ASliceOfZerosTakesTheScaleOfTheOthers) {
  const Quantization q =
      weight_quantization(std::vector<float>{0, 0, 1, 2}, {.slices = 2, .inner = 2}, {}, 1.0F);
  EXPECT_FLOAT_EQ(q.scale[0], 2.0F / 127.0F);
  const Quantization zeros =
      weight_quantization(std::vector<float>{0, 0}, {.slices = 2, .inner = 1}, {}, 1.0F);
  EXPECT_FLOAT_EQ(zeros.scale[0], 1.0F / 127.0F);
}

// By hand: bias 1000 at input scale 0.01 and kernel scale 1e-9/127 would be 1.3e16 steps; 32 bits
// hold 2.1e9.
TEST(Calibration, RaisesTheScaleOfATinySliceUntilItsBiasFits) {
  const std::vector<float> bias = {1000.0F};
  const Quantization q = weight_quantization(std::vector<float>{1e-9F}, {}, bias, 0.01F);
  EXPECT_LE(1000.0 / (0.01 * static_cast<double>(q.scale[0])), 1.0738e9);  // 2^30
}

TEST(Calibration, NamesTheMethodThatWasMeant) {
  EXPECT_EQ(parse_calibration("percentile").value(), CalibrationMethod::percentile);
  EXPECT_EQ(parse_calibration("min_max").value(), CalibrationMethod::min_max);
  EXPECT_EQ(parse_calibration("mse").value(), CalibrationMethod::mse);
  EXPECT_EQ(
      parse_calibration("minmax").error().message,
      "there is no calibration 'minmax' (did you mean 'min_max'?); use min_max, percentile, mse");
}

}  // namespace
}  // namespace tadpole
