// SPDX-License-Identifier: Apache-2.0
// Expected numbers from plain loops over ONNX's equations.
#include <cmath>

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

constexpr int kSteps = 3, kBatch = 2, kInputs = 2, kUnits = 3;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

// Weights of one direction.
struct Weights {
  int gates;
  std::vector<float> w, r, b;
  explicit Weights(int n)
      : gates(n),
        w(numbers(static_cast<std::size_t>(n * kUnits * kInputs), 2)),
        r(numbers(static_cast<std::size_t>(n * kUnits * kUnits), 3)),
        b(numbers(static_cast<std::size_t>(2 * n * kUnits), 4)) {}
  // Gate g of unit u: what the input adds, and what the hidden values add, each with its bias.
  double seen(int g, int u, const double* x) const {
    const int row = g * kUnits + u;
    double sum = static_cast<double>(b[static_cast<std::size_t>(row)]);
    for (int i = 0; i < kInputs; ++i)
      sum += static_cast<double>(w[static_cast<std::size_t>(row * kInputs + i)]) * x[i];
    return sum;
  }
  double known(int g, int u, const std::vector<double>& h) const {
    const int row = g * kUnits + u;
    double sum = static_cast<double>(b[static_cast<std::size_t>(gates * kUnits + row)]);
    for (int i = 0; i < kUnits; ++i)
      sum += static_cast<double>(r[static_cast<std::size_t>(row * kUnits + i)]) *
             h[static_cast<std::size_t>(i)];
    return sum;
  }
};

OnnxBuilder layer(const std::string& type, int gates, std::vector<WireWriter> attributes = {}) {
  const Weights weights(gates);
  attributes.push_back(attribute("hidden_size", kUnits));
  OnnxBuilder builder;
  builder.input("x", {kSteps, kBatch, kInputs});
  builder.constant("w", {1, gates * kUnits, kInputs}, weights.w);
  builder.constant("r", {1, gates * kUnits, kUnits}, weights.r);
  builder.constant("b", {1, 2 * gates * kUnits}, weights.b);
  builder.node(type, {"x", "w", "r", "b"}, {"y", "h"}, attributes);
  return builder.output("y").output("h");
}

std::vector<float> input() { return numbers(kSteps * kBatch * kInputs); }

// step(x, h): the hidden values after it; [steps, 1, batch, units], in the order of time.
template <typename Step>
std::vector<float> layer_by_hand(const Step& step, bool backward = false) {
  const std::vector<float> x = input();
  std::vector<float> y(kSteps * kBatch * kUnits);
  for (int b = 0; b < kBatch; ++b) {
    std::vector<double> h(kUnits, 0.0);
    std::vector<double> c(kUnits, 0.0);
    for (int i = 0; i < kSteps; ++i) {
      const int t = backward ? kSteps - 1 - i : i;
      double now[kInputs] = {};
      for (int k = 0; k < kInputs; ++k)
        now[k] = static_cast<double>(x[static_cast<std::size_t>((t * kBatch + b) * kInputs + k)]);
      h = step(now, h, c);
      for (int u = 0; u < kUnits; ++u)
        y[static_cast<std::size_t>((t * kBatch + b) * kUnits + u)] =
            static_cast<float>(h[static_cast<std::size_t>(u)]);
    }
  }
  return y;
}

std::vector<double> lstm_step(const double* x, const std::vector<double>& h,
                              std::vector<double>& c) {
  static const Weights w(4);
  std::vector<double> out;
  for (int u = 0; u < kUnits; ++u) {
    const auto gate = [&](int g) { return w.seen(g, u, x) + w.known(g, u, h); };
    double& cell = c[static_cast<std::size_t>(u)];
    cell = sigmoid(gate(2)) * cell + sigmoid(gate(0)) * std::tanh(gate(3));
    out.push_back(sigmoid(gate(1)) * std::tanh(cell));
  }
  return out;
}

std::vector<double> gru_step(const double* x, const std::vector<double>& h,
                             const std::vector<double>&) {
  static const Weights w(3);
  std::vector<double> out;
  for (int u = 0; u < kUnits; ++u) {
    const double z = sigmoid(w.seen(0, u, x) + w.known(0, u, h));
    const double r = sigmoid(w.seen(1, u, x) + w.known(1, u, h));
    const double n = std::tanh(w.seen(2, u, x) + r * w.known(2, u, h));
    out.push_back((1.0 - z) * n + z * h[static_cast<std::size_t>(u)]);
  }
  return out;
}

// The reset gate before the product.
std::vector<double> early_gru_step(const double* x, const std::vector<double>& h,
                                   const std::vector<double>&) {
  static const Weights w(3);
  std::vector<double> reset;
  for (int u = 0; u < kUnits; ++u)
    reset.push_back(sigmoid(w.seen(1, u, x) + w.known(1, u, h)) * h[static_cast<std::size_t>(u)]);
  std::vector<double> out;
  for (int u = 0; u < kUnits; ++u) {
    const double z = sigmoid(w.seen(0, u, x) + w.known(0, u, h));
    const double n = std::tanh(w.seen(2, u, x) + w.known(2, u, reset));
    out.push_back((1.0 - z) * n + z * h[static_cast<std::size_t>(u)]);
  }
  return out;
}

std::vector<float> last_of(const std::vector<float>& y) {
  return {y.end() - kBatch * kUnits, y.end()};
}

TEST(OnnxRecurrent, an_lstm_gives_every_step_and_the_last) {
  const ImportedModel model = imported(layer("LSTM", 4));
  const std::vector<float> y = layer_by_hand(lstm_step);
  expect_close(run_imported(model, {input()}, 0), y);
  expect_close(run_imported(model, {input()}, 1), last_of(y));
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{kSteps, 1, kBatch, kUnits}));
}

TEST(OnnxRecurrent, every_run_begins_anew) {
  const ImportedModel model = imported(layer("LSTM", 4));
  TfliteExecutor executor = TfliteExecutor::create(write_tflite(model.graph).value()).value();
  std::vector<std::uint8_t> first;
  for (int i = 0; i < 2; ++i) {
    std::memcpy(executor.input(0).data(), input().data(), executor.input(0).size());
    ASSERT_TRUE(executor.run().ok());
    const auto output = executor.output(0);
    if (i == 0) first.assign(output.begin(), output.end());
    EXPECT_TRUE(std::equal(output.begin(), output.end(), first.begin()));
  }
}

TEST(OnnxRecurrent, an_lstm_may_run_backwards) {
  const ImportedModel model = imported(layer("LSTM", 4, {attribute("direction", "reverse")}));
  const std::vector<float> y = layer_by_hand(lstm_step, true);
  expect_close(run_imported(model, {input()}, 0), y);
  expect_close(run_imported(model, {input()}, 1), {y.begin(), y.begin() + kBatch * kUnits});
}

TEST(OnnxRecurrent, a_gru_as_pytorch_has_it) {
  const ImportedModel model = imported(layer("GRU", 3, {attribute("linear_before_reset", 1)}));
  expect_close(run_imported(model, {input()}), layer_by_hand(gru_step));
}

TEST(OnnxRecurrent, a_gru_whose_reset_gate_stands_before_the_product) {
  expect_close(run_imported(imported(layer("GRU", 3)), {input()}), layer_by_hand(early_gru_step));
}

TEST(OnnxRecurrent, initial_values_may_be_given_or_computed) {
  const Weights w(4);
  const auto with = [&](bool is_constant) {
    OnnxBuilder builder;
    builder.input("x", {1, 1, kInputs}).constant("w", {1, 4 * kUnits, kInputs}, w.w);
    builder.constant("r", {1, 4 * kUnits, kUnits}, w.r).constant("b", {1, 8 * kUnits}, w.b);
    if (is_constant) {
      builder.constant("h", {1, 1, kUnits}, {1, 2, 3}).constant("c", {1, 1, kUnits}, {4, 5, 6});
    } else {
      builder.input("h", {1, 1, kUnits}).input("c", {1, 1, kUnits});
    }
    builder.node("LSTM", {"x", "w", "r", "b", "", "h", "c"}, {"y"},
                 {attribute("hidden_size", kUnits)});
    return imported(builder.output("y"));
  };
  const std::vector<float> x = {0.5F, -1.0F};
  const double now[] = {0.5, -1.0};
  std::vector<double> cell = {4, 5, 6};
  std::vector<float> y;
  for (const double value : lstm_step(now, {1, 2, 3}, cell)) y.push_back(static_cast<float>(value));
  expect_close(run_imported(with(true), {x}), y);
  expect_close(run_imported(with(false), {x, {1, 2, 3}, {4, 5, 6}}), y);
}

TEST(OnnxRecurrent, refuses_other_forms) {
  EXPECT_NE(refusal(layer("LSTM", 4, {attribute("layout", 1)})).find("export it from PyTorch"),
            std::string::npos);
  EXPECT_NE(refusal(layer("LSTM", 4, {attribute("clip", 1.0F)})).find("or clips"),
            std::string::npos);
  EXPECT_NE(refusal(layer("GRU", 4)).find("its weights do not fit"), std::string::npos);
  OnnxBuilder longer;
  longer.input("x", {300, 1, 1}).constant("w", {1, 4, 1}, numbers(4));
  longer.constant("r", {1, 4, 1}, numbers(4)).node("LSTM", {"x", "w", "r"}, {"y"});
  EXPECT_NE(refusal(longer.output("y")).find("it has 300 steps in 1 direction(s)"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
