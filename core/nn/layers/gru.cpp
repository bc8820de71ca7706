// SPDX-License-Identifier: Apache-2.0
// Gated recurrent unit over time, in the form of PyTorch (and Keras' reset_after=True):
//   r, z = sigmoid(W x + b + U h + e), n = tanh(W x + b + r (U h + e)); h = (1 - z) n + z h.
// Parameters: kernel W [3*units, channels], recurrent kernel U [3*units, units], bias b [3*units],
// recurrent bias e [3*units]; the rows are the gates r, z, n one after the other. Both biases are
// PyTorch's bias_ih and bias_hh; they differ only in n, where r acts on e.
// Source: Cho et al.: Learning Phrase Representations using RNN, arXiv:1406.1078, 2014.
#include "core/nn/recurrent_layer.h"

namespace tadpole {
namespace {

class Gru final : public RecurrentLayer {
 public:
  Gru() : RecurrentLayer(3) {}

  Outcome build(const Shape& in) override {
    TADPOLE_TRY(RecurrentLayer::build(in));
    add_parameters({.name = "bias", .count = static_cast<std::size_t>(rows())});
    add_parameters({.name = "recurrent_bias", .count = static_cast<std::size_t>(rows())});
    return Done{};
  }

  std::size_t scratch_floats(int n) const override {
    return 2 * product(n * steps(), rows()) + product(n * (steps() + 1), units_) +
           product(n, rows() + 3 * units_);
  }

  std::string device_refusal() const override {
    return "the device has an operator for 'lstm' and none for 'gru'; take 'lstm' with as many "
           "units, or 'conv1d' over time, which costs less";
  }
  void lower(Lowering&, const float*, const float*, Activation) const override {}  // refused

  void forward(const Pass& p) const override { run(p, memory(p), Output::write); }

  void backward(const Pass& p) const override {
    const Memory m = memory(p);
    run(p, m, Output::none);
    std::fill_n(m.dh, product(p.n, units_), 0.0F);
    for (int t = steps() - 1; t >= 0; --t) {
      add_output_gradient(p, t, m.dh);
      for (int s = 0; s < p.n; ++s) gate_gradients(m, s, t);
      gradient_of_state(p, m.hidden, t, m.dh);
      for (std::size_t k = 0; k < product(p.n, units_); ++k) m.dh[k] += m.past[k];
    }
    gradients_of_kernels(p, m.gates, m.hidden, m.states);
    float* bias = p.gradients + kernel_count() + recurrent_count();
    gradient_of_bias(p, m.gates, bias);
    gradient_of_bias(p, m.hidden, bias + rows());
  }

 private:
  enum class Output : std::uint8_t { write, none };
  struct Memory {
    float* gates;          // [n][T][r z n], after their nonlinearities; in backward their gradients
    float* hidden;         // [n][T][.. .. U h + e of n]; in backward the gradients of U h + e
    float* states;         // h: [n][T+1][units]
    float* now;            // [n][rows]
    float *h, *dh, *past;  // [n][units]; past: dh that goes straight to the step before
  };
  Memory memory(const Pass& p) const {
    float* next = p.scratch;
    const auto take = [&next](std::size_t count) {
      float* block = next;
      next += count;
      return block;
    };
    const std::size_t state = product(p.n, units_);
    Memory m{};
    m.gates = take(product(p.n * steps(), rows()));
    m.hidden = take(product(p.n * steps(), rows()));
    m.states = take(product(p.n * (steps() + 1), units_));
    m.now = take(product(p.n, rows()));
    m.h = take(state);
    m.dh = take(state);
    m.past = take(state);
    return m;
  }

  void run(const Pass& p, const Memory& m, Output output) const {
    project_input(p, biases(p), m.gates);
    std::fill_n(m.h, product(p.n, units_), 0.0F);
    keep_state(p, -1, m.h, m.states);
    for (int t = 0; t < steps(); ++t) {
      project_state(p, m.h, biases(p) + rows(), m.now);
      for (int s = 0; s < p.n; ++s) step(m, s, t);
      keep_state(p, t, m.h, m.states);
      if (output == Output::write) put_output(p, t, m.h);
    }
  }

  void step(const Memory& m, int s, int t) const {
    const int u = units_;
    float* gate = at(m.gates, s, t, rows());
    float* kept = at(m.hidden, s, t, rows());
    const float* now = m.now + std::ptrdiff_t{s} * rows();
    float* h = m.h + std::ptrdiff_t{s} * u;
    for (int k = 0; k < u; ++k) {
      const float r = gate[k] = sigmoid(gate[k] + now[k]);
      const float z = gate[u + k] = sigmoid(gate[u + k] + now[u + k]);
      kept[2 * u + k] = now[2 * u + k];
      const float n = gate[2 * u + k] = std::tanh(gate[2 * u + k] + r * now[2 * u + k]);
      h[k] = (1.0F - z) * n + z * h[k];
    }
  }

  void gate_gradients(const Memory& m, int s, int t) const {
    const int u = units_;
    float* gate = at(m.gates, s, t, rows());
    float* hidden = at(m.hidden, s, t, rows());
    const float* before = m.states + (std::ptrdiff_t{s} * (steps() + 1) + t) * u;
    const float* dh = m.dh + std::ptrdiff_t{s} * u;
    float* past = m.past + std::ptrdiff_t{s} * u;
    for (int k = 0; k < u; ++k) {
      const float r = gate[k], z = gate[u + k], n = gate[2 * u + k];
      const float dn = dh[k] * (1.0F - z) * (1.0F - n * n);
      past[k] = dh[k] * z;
      gate[k] = hidden[k] = dn * hidden[2 * u + k] * r * (1.0F - r);
      gate[u + k] = hidden[u + k] = dh[k] * (before[k] - n) * z * (1.0F - z);
      gate[2 * u + k] = dn;
      hidden[2 * u + k] = dn * r;
    }
  }
};

}  // namespace

std::unique_ptr<Layer> make_gru() { return std::make_unique<Gru>(); }

}  // namespace tadpole
