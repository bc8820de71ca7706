// SPDX-License-Identifier: Apache-2.0
#include "core/train/optimizer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "core/train/optimizer_goldens.h"

namespace tadpole {
namespace {

using Six = std::array<float, 6>;
constexpr Six kMask = {1, 1, 1, 1, 0, 0};

// The bowl of goldens/make_optimizer_goldens.py.
Six bowl_gradient(const Six& p, int step) {
  constexpr Six a = {0.5F, 1.0F, 2.0F, 4.0F, 1.5F, 0.25F},
                b = {1.0F, -2.0F, 0.5F, 0.25F, -1.0F, 3.0F};
  Six g{};
  for (int i = 0; i < 6; ++i) {
    const auto k = static_cast<std::size_t>(i);
    g[k] = a[k] * (p[k] - b[k]) + static_cast<float>((i * 7 + step * 13) % 11 - 5) / 8.0F;
  }
  return g;
}

struct Case {
  OptimizerOptions options;
  double rate;
};
const std::map<std::string, Case>& cases() {
  static const std::map<std::string, Case> all = {
      {"adam", {{.kind = "adam"}, 0.1}},
      {"adam_l2", {{.kind = "adam", .weight_decay = 0.1, .decoupled = false}, 0.1}},
      {"adamw", {{.kind = "adam", .weight_decay = 0.1}, 0.1}},
      {"sgd", {{.kind = "sgd", .momentum = 0.0}, 0.05}},
      {"momentum", {{.kind = "sgd"}, 0.05}},
      {"nesterov", {{.kind = "sgd", .nesterov = true}, 0.05}},
      {"momentum_l2", {{.kind = "sgd", .weight_decay = 0.1}, 0.05}},
      {"rmsprop", {{.kind = "rmsprop"}, 0.02}},
      {"rmsprop_momentum",
       {{.kind = "rmsprop", .rms_decay = 0.99, .rms_momentum = 0.9, .weight_decay = 0.1}, 0.005}},
      {"clipped", {{.kind = "sgd", .clip_norm = 1.0}, 0.05}},
  };
  return all;
}

Six steps(Optimizer& optimizer, Six p, double rate, int first, int count) {
  for (int s = first; s < first + count; ++s) optimizer.step(rate, bowl_gradient(p, s), p);
  return p;
}

constexpr Six kStart = {0.0F, 0.5F, -1.0F, 2.0F, -0.5F, 0.125F};

// Tolerance: ten steps of roundings of values near 1 (2^-24 each) in another order
// than PyTorch's.
TEST(Optimizer, MakesTheTenStepsThatPyTorchMakes) {
  for (const OptimizerGolden& golden : kOptimizerGoldens) {
    const Case& c = cases().at(golden.name);
    Optimizer optimizer = Optimizer::create(c.options, kMask).value();
    const Six p = steps(optimizer, kStart, c.rate, 0, 10);
    for (std::size_t i = 0; i < 6; ++i)
      EXPECT_NEAR(p[i], golden.after_ten_steps[i], 1e-6F) << golden.name << " " << i;
  }
}

TEST(Optimizer, GoesOnFromItsMomentsWithTheSameBits) {
  for (const auto& [name, c] : cases()) {
    Optimizer whole = Optimizer::create(c.options, kMask).value();
    const Six expected = steps(whole, kStart, c.rate, 0, 10);
    Optimizer first = Optimizer::create(c.options, kMask).value();
    const Six half = steps(first, kStart, c.rate, 0, 4);
    Optimizer second = Optimizer::create(c.options, kMask).value();
    second.moments() = first.moments();
    second.set_steps(first.steps());
    EXPECT_EQ(steps(second, half, c.rate, 4, 6), expected) << name;
  }
}

// By hand: the gradient (3, 4) has norm 5, so at clip_norm 1 the step is rate * (0.6, 0.8).
TEST(Optimizer, ScalesLongGradientsDownToTheGivenNorm) {
  const std::array<float, 2> mask = {1, 1}, gradient = {3, 4};
  std::array<float, 2> p = {0, 0};
  Optimizer optimizer =
      Optimizer::create({.kind = "sgd", .momentum = 0, .clip_norm = 1}, mask).value();
  optimizer.step(0.5, gradient, p);
  EXPECT_NEAR(p[0], -0.3F, 1e-6F);
  EXPECT_NEAR(p[1], -0.4F, 1e-6F);
}

TEST(Optimizer, DecaysOnlyWhatTheMaskNames) {
  const std::array<float, 2> mask = {1, 0}, gradient = {0, 0};
  std::array<float, 2> p = {2, 2};
  Optimizer optimizer = Optimizer::create({.kind = "adam", .weight_decay = 0.1}, mask).value();
  optimizer.step(0.5, gradient, p);
  EXPECT_FLOAT_EQ(p[0], 1.9F);  // 2 - 0.5 * 0.1 * 2
  EXPECT_FLOAT_EQ(p[1], 2.0F);
}

TEST(Optimizer, NamesTheOptimizerThatWasProbablyMeant) {
  const auto made = Optimizer::create({.kind = "adamm"}, kMask);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().message,
            "there is no optimizer 'adamm' (did you mean 'adam'?); use adam, sgd or rmsprop");
  EXPECT_EQ(made.error().kind, ErrorKind::wrong_use);
}

TEST(Optimizer, RefusesNumbersOutOfRange) {
  const auto momentum = Optimizer::create({.kind = "sgd", .momentum = 1.0}, kMask);
  ASSERT_FALSE(momentum.ok());
  EXPECT_NE(momentum.error().message.find("momentum, beta1 and beta2 are 1"), std::string::npos)
      << momentum.error().message;
  const auto mean = Optimizer::create({.kind = "rmsprop", .rms_decay = 1.0}, kMask);
  ASSERT_FALSE(mean.ok());
  EXPECT_EQ(mean.error().message,
            "rms_decay and rms_momentum are 1 and 0; expected numbers from 0 to below 1");
  const auto decay = Optimizer::create({.weight_decay = -0.1}, kMask);
  ASSERT_FALSE(decay.ok());
  EXPECT_NE(decay.error().message.find("weight_decay, epsilon and clip_norm are -0.1"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
