// SPDX-License-Identifier: Apache-2.0
// Long short-term memory over time:
//   i, f, o = sigmoid(W x + U h + b), g = tanh(W x + U h + b); c = f c + i g; h = o tanh(c).
// Parameters: kernel W [4*units, channels], recurrent kernel U [4*units, units], bias [4*units];
// the rows are the gates i, f, g, o one after the other, as in PyTorch. PyTorch has two biases that
// are only ever added: this one is bias_ih + bias_hh. The forget gate's bias starts at 1.
// On the device it is the operator UNIDIRECTIONAL_SEQUENCE_LSTM, over a whole window at once.
// Source: Hochreiter, Schmidhuber: Long Short-Term Memory, 1997; Gers et al.: Learning to Forget,
// 2000; Jozefowicz et al.: An Empirical Exploration of Recurrent Networks, 2015 (the start).
#include "core/nn/lowering.h"
#include "core/nn/recurrent_layer.h"

namespace tadpole {
namespace {

class Lstm final : public RecurrentLayer {
 public:
  Lstm() : RecurrentLayer(4) {}

  Outcome build(const Shape& in) override {
    TADPOLE_TRY(RecurrentLayer::build(in));
    const auto units = static_cast<std::size_t>(units_);
    add_parameters({.name = "bias_input", .count = units});
    add_parameters({.name = "bias_forget", .count = units, .start = ParameterBlock::Start::ones});
    add_parameters({.name = "bias_cell_and_output", .count = 2 * units});
    return Done{};
  }

  std::size_t scratch_floats(int n) const override {
    const std::size_t per_step =
        product(n * steps(), rows()) + product(n * (steps() + 1), 2 * units_);
    return per_step + product(n, rows() + 4 * units_);
  }

  // The operator has the gates in our order, one tensor each; it needs no peepholes, projection or
  // normalization. Hidden values and cells begin at zero in every window.
  void lower(Lowering& to, const float* parameters, const float*, Activation) const override {
    to.sequence(in());
    std::vector<int> inputs = {to.current()};
    const float* after = add_gates(to, "kernel", {units_, in().c}, parameters, inputs);
    after = add_gates(to, "recurrent_kernel", {units_, units_}, after, inputs);
    inputs.resize(kBias, -1);
    add_gates(to, "bias", {units_}, after, inputs);
    inputs.resize(kHidden, -1);
    inputs.push_back(to.variable("hidden", {1, units_}));
    inputs.push_back(to.variable("cell", {1, units_}));
    inputs.resize(kInputs, -1);
    OpOptions options;
    options.activation = Activation::tanh;
    to.add_with(lowered::kUnidirectionalSequenceLstm, std::move(inputs), {1, steps(), units_},
                std::move(options));
    give_steps(to);
  }

  void forward(const Pass& p) const override { run(p, memory(p), Output::write); }

  void backward(const Pass& p) const override {
    const Memory m = memory(p);
    run(p, m, Output::none);
    std::fill_n(m.dh, product(p.n, units_), 0.0F);
    std::fill_n(m.dc, product(p.n, units_), 0.0F);
    for (int t = steps() - 1; t >= 0; --t) {
      add_output_gradient(p, t, m.dh);
      for (int s = 0; s < p.n; ++s) gate_gradients(m, s, t);
      gradient_of_state(p, m.gates, t, m.dh);
    }
    gradients_of_kernels(p, m.gates, m.gates, m.states);
    gradient_of_bias(p, m.gates, p.gradients + kernel_count() + recurrent_count());
  }

 private:
  // Places among the operator's inputs; those between are left out.
  static constexpr std::size_t kBias = 12, kHidden = 18, kInputs = 24;

  // A constant of `shape` for each gate, from values one after the other; gives what follows them.
  static const float* add_gates(Lowering& to, const std::string& what,
                                const std::vector<int>& shape, const float* values,
                                std::vector<int>& inputs) {
    std::ptrdiff_t count = 1;
    for (const int side : shape) count *= side;
    for (const char* gate : {"input", "forget", "cell", "output"}) {
      inputs.push_back(
          to.constant(what + "_" + gate, shape, std::vector<float>(values, values + count)));
      values += count;
    }
    return values;
  }

  // All steps as an image, or the last one as a row.
  void give_steps(Lowering& to) const {
    if (sequences_) return to.image(out());
    if (steps() == 1) return to.flat(out());
    const int begin = to.constant("begin", {0, steps() - 1, 0});
    const int end = to.constant("end", {1, steps(), units_});
    const int strides = to.constant("strides", {1, 1, 1});
    OpOptions options;
    options.shrink_axis_mask = 1 << 1;  // the axis of time goes
    to.add(lowered::kStridedSlice, {begin, end, strides}, {1, units_}, std::move(options));
  }

  enum class Output : std::uint8_t { write, none };
  struct Memory {
    float* gates;        // [n][T][i f g o], after their nonlinearities; in backward their gradients
    float* states;       // h: [n][T+1][units]
    float* cells;        // c: [n][T+1][units]
    float* hidden;       // [n][rows]
    float *h, *dh, *dc;  // [n][units]
  };
  Memory memory(const Pass& p) const {
    float* next = p.scratch;
    const auto take = [&next](std::size_t count) {
      float* block = next;
      next += count;
      return block;
    };
    const std::size_t state = product(p.n, units_), series = product(p.n * (steps() + 1), units_);
    Memory m{};
    m.gates = take(product(p.n * steps(), rows()));
    m.states = take(series);
    m.cells = take(series);
    m.hidden = take(product(p.n, rows()));
    m.h = take(state);
    m.dh = take(state);
    m.dc = take(state);
    return m;
  }
  float* cell(const Memory& m, int s, int t) const {
    return m.cells + (std::ptrdiff_t{s} * (steps() + 1) + t) * units_;
  }

  void run(const Pass& p, const Memory& m, Output output) const {
    project_input(p, biases(p), m.gates);
    std::fill_n(m.h, product(p.n, units_), 0.0F);
    keep_state(p, -1, m.h, m.states);
    for (int s = 0; s < p.n; ++s) std::fill_n(cell(m, s, 0), units_, 0.0F);
    for (int t = 0; t < steps(); ++t) {
      project_state(p, m.h, nullptr, m.hidden);
      for (int s = 0; s < p.n; ++s) step(m, s, t);
      keep_state(p, t, m.h, m.states);
      if (output == Output::write) put_output(p, t, m.h);
    }
  }

  void step(const Memory& m, int s, int t) const {
    const int u = units_;
    float* gate = at(m.gates, s, t, rows());
    const float* hidden = m.hidden + std::ptrdiff_t{s} * rows();
    const float* before = cell(m, s, t);
    float* after = cell(m, s, t + 1);
    float* h = m.h + std::ptrdiff_t{s} * u;
    for (int k = 0; k < u; ++k) {
      const float i = gate[k] = sigmoid(gate[k] + hidden[k]);
      const float f = gate[u + k] = sigmoid(gate[u + k] + hidden[u + k]);
      const float g = gate[2 * u + k] = std::tanh(gate[2 * u + k] + hidden[2 * u + k]);
      const float o = gate[3 * u + k] = sigmoid(gate[3 * u + k] + hidden[3 * u + k]);
      after[k] = f * before[k] + i * g;
      h[k] = o * std::tanh(after[k]);
    }
  }

  // gates become their gradients; dc goes one step back.
  void gate_gradients(const Memory& m, int s, int t) const {
    const int u = units_;
    float* gate = at(m.gates, s, t, rows());
    const float* before = cell(m, s, t);
    const float* after = cell(m, s, t + 1);
    const float* dh = m.dh + std::ptrdiff_t{s} * u;
    float* dc = m.dc + std::ptrdiff_t{s} * u;
    for (int k = 0; k < u; ++k) {
      const float i = gate[k], f = gate[u + k], g = gate[2 * u + k], o = gate[3 * u + k];
      const float tanh_c = std::tanh(after[k]);
      const float d = dc[k] + dh[k] * o * (1.0F - tanh_c * tanh_c);
      gate[k] = d * g * i * (1.0F - i);
      gate[u + k] = d * before[k] * f * (1.0F - f);
      gate[2 * u + k] = d * i * (1.0F - g * g);
      gate[3 * u + k] = dh[k] * tanh_c * o * (1.0F - o);
      dc[k] = d * f;
    }
  }
};

}  // namespace

std::unique_ptr<Layer> make_lstm() { return std::make_unique<Lstm>(); }

}  // namespace tadpole
