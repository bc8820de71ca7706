// SPDX-License-Identifier: Apache-2.0
// The engine against PyTorch, at every level of SIMD that this machine has.
#include <cstdlib>

#include "core/nn/loss.h"
#include "core/nn/test_golden.h"
#include "core/nn/test_model.h"
#include "core/tensor/kernels.h"

namespace tadpole {
namespace {

// float32 with sums of some hundred products: about 100 roundings of 6e-8.
constexpr double kTolerance = 1e-5;

std::vector<std::string> levels() {
  std::vector<std::string> names = {"scalar"};
  if (simd_available(SimdLevel::avx2)) names.emplace_back("avx2");
  if (simd_available(SimdLevel::avx512)) names.emplace_back("avx512");
  return names;
}

Model start_model(const TorchGolden& golden, int batch, ThreadPool* pool) {
  Model model = model_of(golden.input(), golden.layers, golden.values.at("parameters"));
  model.reserve(batch, pool);
  return model;
}

StepResult step_with_loss(Model& model, const TorchGolden& g) {
  const std::unique_ptr<Loss> loss = make_loss(g.texts.at("loss_line")).value();
  const std::vector<int> labels = g.labels();
  Targets targets;
  if (g.texts.at("targets").find("labels") != std::string::npos) targets.labels = labels;
  if (g.values.contains("target")) targets.values = g.values.at("target");
  StepOptions options = {.loss = loss.get()};
  if (g.values.contains("class_weights")) options.class_weights = g.values.at("class_weights");
  return model.step(g.values.at("x"), targets, options);
}

void check_step(const std::string& name) {
  const TorchGolden g = read_golden(name);
  const int n = static_cast<int>(g.labels().size());
  Model model = start_model(g, n, nullptr);
  StepResult result;
  if (g.texts.contains("loss_line")) {
    result = step_with_loss(model, g);
  } else if (g.values.contains("target")) {
    result = model.step_mse(g.values.at("x"), g.values.at("target"), n, {});
  } else {
    StepOptions options;
    if (g.values.contains("class_weights")) options.class_weights = g.values.at("class_weights");
    options.label_smoothing = g.values.at("label_smoothing")[0];
    result = model.step(g.values.at("x"), g.labels(), options);
  }
  EXPECT_NEAR(result.loss, static_cast<double>(g.values.at("loss")[0]), kTolerance);
  EXPECT_LT(relative_error(model.gradients(), g.values.at("gradient")), kTolerance);
  if (g.values.contains("state")) {
    EXPECT_LT(relative_error(model.state(), g.values.at("state")), kTolerance);
  }
  EXPECT_LT(relative_error(predict(model, g.values.at("x"), n), g.values.at("prediction")),
            kTolerance);
}

class StepGolden : public testing::TestWithParam<std::string> {};

TEST_P(StepGolden, forward_loss_and_gradients_match_pytorch_at_every_simd_level) {
  for (const std::string& level : levels()) {
    SCOPED_TRACE(level);
    setenv("TADPOLE_SIMD", level.c_str(), 1);
    check_step(GetParam());
  }
  unsetenv("TADPOLE_SIMD");
}

std::vector<std::string> step_names() {
  std::vector<std::string> names;
  for (const char* prefix : {"layer_", "loss_", "net_"}) {
    for (const std::string& name : golden_names(prefix)) names.push_back(name);
  }
  return names;
}
std::string plain(const testing::TestParamInfo<std::string>& test) { return test.param; }

INSTANTIATE_TEST_SUITE_P(Torch, StepGolden, testing::ValuesIn(step_names()), plain);

// Plain optimizers in double, so that only the gradients can differ.
struct PlainOptimizer {
  bool adam;
  double rate, epsilon;
  std::vector<double> w, m, v;
  int t = 0;
  void step(std::span<const float> gradients) {
    ++t;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const auto g = static_cast<double>(gradients[i]);
      if (!adam) {
        m[i] = 0.9 * m[i] + g;
        w[i] -= rate * m[i];
        continue;
      }
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      w[i] -= rate * m[i] / (1 - std::pow(0.9, t)) /
              (std::sqrt(v[i] / (1 - std::pow(0.999, t))) + epsilon);
    }
  }
};

class RunGolden : public testing::TestWithParam<std::string> {};

// Ten steps multiply the roundings of a single one; parameters are held to a hundredth of one step
// of Adam.
TEST_P(RunGolden, ten_optimizer_steps_match_pytorch) {
  const TorchGolden g = read_golden(GetParam());
  const std::vector<int> labels = g.labels();
  const std::size_t half = labels.size() / 2;
  Model model = start_model(g, static_cast<int>(half), nullptr);
  const std::vector<float>& first = g.values.at("parameters");
  PlainOptimizer optimizer{g.texts.at("optimizer") == "adam",
                           static_cast<double>(g.values.at("learning_rate")[0]),
                           static_cast<double>(g.values.at("epsilon")[0]),
                           {first.begin(), first.end()},
                           std::vector<double>(first.size()),
                           std::vector<double>(first.size())};
  for (std::size_t step = 0; step < 10; ++step) {
    const std::size_t from = step % 2 * half;
    const std::span<const float> x(g.values.at("x"));
    const StepResult result =
        model.step(x.subspan(from * input_values(model), half * input_values(model)),
                   std::span<const int>(labels).subspan(from, half), {});
    EXPECT_NEAR(result.loss, static_cast<double>(g.values.at("losses")[step]), 1e-4) << step;
    optimizer.step(model.gradients());
    std::copy(optimizer.w.begin(), optimizer.w.end(), model.parameters().begin());
  }
  const double tolerance = 0.01 * optimizer.rate;
  const std::vector<float>& last = g.values.at("final_parameters");
  for (std::size_t i = 0; i < last.size(); ++i)
    EXPECT_NEAR(model.parameters()[i], last[i], tolerance) << i;
}

INSTANTIATE_TEST_SUITE_P(Torch, RunGolden, testing::ValuesIn(golden_names("run_")), plain);

TEST(TorchGoldens, all_of_them_are_there) {
  EXPECT_EQ(golden_names("layer_").size(), 36U);
  EXPECT_EQ(golden_names("loss_").size(), 9U);
  EXPECT_EQ(golden_names("net_").size(), 7U);
  EXPECT_EQ(golden_names("run_").size(), 4U);
}

}  // namespace
}  // namespace tadpole
