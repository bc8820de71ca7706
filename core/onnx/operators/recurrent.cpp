// SPDX-License-Identifier: Apache-2.0
// LSTM and GRU, written out step by step: what the input adds to the gates is one FULLY_CONNECTED
// over all steps, and every step has one over the hidden values. Source: ONNX operators LSTM and
// GRU; the order of the gates is theirs (input, output, forget, cell; update, reset, hidden).
#include <fmt/format.h>

#include <algorithm>

#include "core/onnx/importer.h"

namespace tadpole {
namespace {

constexpr std::int64_t kMostSteps = 256;  // of all directions: about 14 operators each

// One direction of a layer. [gates * units, ...], as ONNX has them.
struct Cell {
  int steps = 0, batch = 1, inputs = 0, units = 0, gates = 4;
  bool backward = false;
  std::vector<float> input_weights, hidden_weights, input_bias, hidden_bias;
  int width() const { return gates * units; }
};

// Operators on matrices [batch, something], for both kinds of cell.
class Steps {
 public:
  Steps(Importer& in, int batch) : in_(in), batch_(batch) {}

  int columns(int matrix, int first, int count) { return part(matrix, 0, batch_, first, count); }
  int rows(int matrix, int step) {
    return part(matrix, step * batch_, batch_, 0, in_.shape(matrix)[1]);
  }
  int add(int a, int b) { return in_.add(builtin::kAdd, {a, b}, in_.shape(a)); }
  int subtract(int a, int b) { return in_.add(builtin::kSub, {a, b}, in_.shape(a)); }
  int multiply(int a, int b) { return in_.add(builtin::kMul, {a, b}, in_.shape(a)); }
  int map(int builtin, int a) { return in_.add(builtin, {a}, in_.shape(a)); }
  // matrix * weights [outputs, inputs] turned + bias. Weights that several steps read have none: an
  // integer bias would hang on the scale of each step's input.
  int dense(int matrix, int weights, int bias = -1) {
    return in_.add(builtin::kFullyConnected, {matrix, weights, bias},
                   {in_.shape(matrix)[0], in_.shape(weights)[0]});
  }

 private:
  int part(int matrix, int row, int rows, int column, int columns) {
    if (in_.shape(matrix) == Dims{rows, columns}) return matrix;
    const int begin = list("begin", {row, column});
    const int end = list("end", {row + rows, column + columns});
    return in_.add(builtin::kStridedSlice, {matrix, begin, end, list("strides", {1, 1})},
                   {rows, columns});
  }
  int list(const char* what, const std::vector<int>& values) {
    const auto found = lists_.find(values);
    if (found != lists_.end()) return found->second;
    return lists_[values] = in_.whole_tensor(what, {2}, values);
  }

  Importer& in_;
  int batch_;
  std::map<std::vector<int>, int> lists_;
};

// What a direction gives: the hidden values of every step, and the last cell.
struct Told {
  std::vector<int> hidden;  // by time, [batch, units]
  int cell = -1;
};

// Where a direction begins; -1: zeros.
struct Start {
  int hidden = -1, cell = -1;
};

// What the input adds to the gates, [steps * batch, width].
int input_part(Importer& in, Steps& ops, const Cell& c, int x, const std::vector<float>& bias) {
  const int weights = in.real_tensor("input_weights", {c.width(), c.inputs}, c.input_weights);
  return ops.dense(x, weights, in.real_tensor("input_bias", {c.width()}, bias));
}

std::vector<float> sum(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

Told run_lstm(Importer& in, const Cell& c, int x, Start at) {
  Steps ops(in, c.batch);
  const int seen = input_part(in, ops, c, x, sum(c.input_bias, c.hidden_bias));
  const int weights = in.real_tensor("hidden_weights", {c.width(), c.units}, c.hidden_weights);
  Told told{.hidden = std::vector<int>(static_cast<std::size_t>(c.steps)), .cell = at.cell};
  int hidden = at.hidden;
  for (int i = 0; i < c.steps; ++i) {
    const int t = c.backward ? c.steps - 1 - i : i;
    int gates = ops.rows(seen, t);
    if (hidden >= 0) gates = ops.add(gates, ops.dense(hidden, weights));
    const int open = ops.map(builtin::kLogistic, ops.columns(gates, 0, 3 * c.units));
    const int candidate = ops.map(builtin::kTanh, ops.columns(gates, 3 * c.units, c.units));
    const int added = ops.multiply(ops.columns(open, 0, c.units), candidate);
    if (told.cell >= 0) {
      const int kept = ops.multiply(ops.columns(open, 2 * c.units, c.units), told.cell);
      told.cell = ops.add(kept, added);
    } else {
      told.cell = added;
    }
    const int out = ops.columns(open, c.units, c.units);
    hidden = ops.multiply(out, ops.map(builtin::kTanh, told.cell));
    told.hidden[static_cast<std::size_t>(t)] = hidden;
  }
  return told;
}

// Weights over the hidden values of some gates of a GRU.
std::vector<float> rows_of(const std::vector<float>& weights, std::size_t first, std::size_t last) {
  return {weights.begin() + static_cast<std::ptrdiff_t>(first),
          weights.begin() + static_cast<std::ptrdiff_t>(last)};
}

// The reset gate stands before the product with the weights, or behind it (PyTorch).
enum class Reset { before, behind };

// What the hidden values add to update and reset gate, and to the candidate. -1: nothing yet.
class GruHidden {
 public:
  GruHidden(Importer& in, Steps& ops, const Cell& c, Reset reset)
      : ops_(ops), units_(c.units), reset_(reset) {
    const auto h = static_cast<std::size_t>(c.units);
    const std::vector<float> bias = rows_of(c.hidden_bias, 2 * h, 3 * h);
    if (reset == Reset::before) {
      gates_ = in.real_tensor("hidden_weights", {2 * units_, units_},
                              rows_of(c.hidden_weights, 0, 2 * h * h));
      candidate_ = in.real_tensor("candidate_weights", {units_, units_},
                                  rows_of(c.hidden_weights, 2 * h * h, 3 * h * h));
      return;
    }
    gates_ = in.real_tensor("hidden_weights", {3 * units_, units_}, c.hidden_weights);
    row_ = in.real_tensor("candidate_bias", {1, units_}, bias);
  }

  void see(int hidden) {
    hidden_ = hidden;
    seen_ = hidden >= 0 ? ops_.dense(hidden, gates_) : -1;
  }
  int gates() { return seen_ >= 0 ? ops_.columns(seen_, 0, 2 * units_) : -1; }
  int candidate(int reset) {
    if (reset_ == Reset::before)
      return hidden_ >= 0 ? ops_.dense(ops_.multiply(reset, hidden_), candidate_) : -1;
    if (seen_ < 0) return ops_.multiply(reset, row_);
    return ops_.multiply(reset, ops_.add(ops_.columns(seen_, 2 * units_, units_), row_));
  }

 private:
  Steps& ops_;
  int units_;
  Reset reset_;
  int gates_ = -1, candidate_ = -1, row_ = -1;
  int hidden_ = -1, seen_ = -1;
};

// The bias of what the input adds: with that of the hidden values where no reset gate stands
// between.
std::vector<float> gru_bias(const Cell& c, Reset reset) {
  std::vector<float> hidden = c.hidden_bias;
  if (reset == Reset::behind) std::fill(hidden.end() - c.units, hidden.end(), 0.0F);
  return sum(c.input_bias, hidden);
}

Told run_gru(Importer& in, const Cell& c, int x, Start at, Reset reset) {
  Steps ops(in, c.batch);
  const int seen = input_part(in, ops, c, x, gru_bias(c, reset));
  GruHidden known(in, ops, c, reset);
  Told told{.hidden = std::vector<int>(static_cast<std::size_t>(c.steps)), .cell = -1};
  const auto with = [&ops](int a, int b) { return b >= 0 ? ops.add(a, b) : a; };
  int hidden = at.hidden;
  for (int i = 0; i < c.steps; ++i) {
    const int t = c.backward ? c.steps - 1 - i : i;
    const int gates = ops.rows(seen, t);
    known.see(hidden);
    const int open =
        ops.map(builtin::kLogistic, with(ops.columns(gates, 0, 2 * c.units), known.gates()));
    const int update = ops.columns(open, 0, c.units);
    const int more = known.candidate(ops.columns(open, c.units, c.units));
    const int candidate =
        ops.map(builtin::kTanh, with(ops.columns(gates, 2 * c.units, c.units), more));
    hidden = hidden >= 0 ? ops.add(candidate, ops.multiply(update, ops.subtract(hidden, candidate)))
                         : ops.subtract(candidate, ops.multiply(update, candidate));
    told.hidden[static_cast<std::size_t>(t)] = hidden;
  }
  return told;
}

// What both kinds of layers have.
struct Layer {
  OnnxValue x;  // [steps, batch, inputs]
  int directions = 1, steps = 0, batch = 1, inputs = 0, units = 0, gates = 4;
  bool backward = false;  // of the only direction
};

Outcome check_attributes(const Importer& in) {
  if (in.node().attribute("activations") != nullptr || in.node().attribute("clip") != nullptr)
    return in.refuse("it has activations of its own or clips; use the layer as PyTorch has it");
  if (in.node().whole("layout", 0) != 0 || in.node().whole("input_forget", 0) != 0)
    return in.refuse("its layout or coupled gates are not PyTorch's; export it from PyTorch");
  if (in.has_input(7)) return in.refuse("it has peepholes; use a plain layer");
  return Done{};
}

// All sequences are as long as the tensor.
Outcome check_lengths(const Importer& in, const Layer& layer) {
  if (!in.has_input(4)) return Done{};
  const auto lengths = TADPOLE_TRY(in.whole_constant(4, "its sequence_lens"));
  const bool whole =
      std::all_of(lengths.begin(), lengths.end(), [&](std::int64_t n) { return n == layer.steps; });
  return whole ? Outcome(Done{})
               : Outcome(in.refuse("its sequences are of different lengths; give all the same"));
}

Result<Layer> read_layer(const Importer& in, int gates) {
  TADPOLE_TRY(check_attributes(in));
  Layer layer{.x = TADPOLE_TRY(in.computed(0)), .gates = gates};
  const OnnxTensor* weights = TADPOLE_TRY(in.real_constant(1, "its weights"));
  const OnnxTensor* hidden = TADPOLE_TRY(in.real_constant(2, "its hidden weights"));
  const std::string direction = in.node().text("direction", "forward");
  layer.directions = direction == "bidirectional" ? 2 : 1;
  layer.backward = direction == "reverse";
  if (layer.x.dims.size() != 3 || hidden->dims.size() != 3 || weights->dims.size() != 3)
    return in.refuse("its input is " + dims_text(layer.x.dims) +
                     ", (time, batch, values) is expected");
  layer.steps = layer.x.dims[0], layer.batch = layer.x.dims[1], layer.inputs = layer.x.dims[2];
  layer.units = static_cast<int>(hidden->dims[2]);
  const auto fits = [&](const OnnxTensor& t, int columns) {
    return t.dims[0] == layer.directions && t.dims[1] == std::int64_t{gates} * layer.units &&
           t.dims[2] == columns;
  };
  if (!fits(*weights, layer.inputs) || !fits(*hidden, layer.units))
    return in.refuse("its weights do not fit its input and each other");
  if (std::int64_t{layer.steps} * layer.directions > kMostSteps) {
    return in.refuse(fmt::format(
        "it has {} steps in {} direction(s), each is written out and {} are the most; shorten the "
        "window, or pool it before",
        layer.steps, layer.directions, kMostSteps));
  }
  TADPOLE_TRY(check_lengths(in, layer));
  return layer;
}

Result<Cell> read_cell(const Importer& in, const Layer& layer, int direction) {
  Cell c{.steps = layer.steps, .batch = layer.batch, .inputs = layer.inputs};
  c.units = layer.units, c.gates = layer.gates;
  c.backward = direction == 1 || layer.backward;
  const auto width = static_cast<std::size_t>(c.width());
  const auto part = [&](const OnnxTensor& t, std::size_t first, std::size_t count) {
    const std::size_t each = t.elements() / static_cast<std::size_t>(layer.directions);
    const auto at = t.reals.begin() +
                    static_cast<std::ptrdiff_t>(each * static_cast<std::size_t>(direction) + first);
    return std::vector<float>(at, at + static_cast<std::ptrdiff_t>(count));
  };
  const OnnxTensor* weights = TADPOLE_TRY(in.real_constant(1, "its weights"));
  const OnnxTensor* hidden = TADPOLE_TRY(in.real_constant(2, "its hidden weights"));
  c.input_weights = part(*weights, 0, width * static_cast<std::size_t>(c.inputs));
  c.hidden_weights = part(*hidden, 0, width * static_cast<std::size_t>(c.units));
  c.input_bias.assign(width, 0.0F);
  c.hidden_bias = c.input_bias;
  if (!in.has_input(3)) return c;
  const OnnxTensor* bias = TADPOLE_TRY(in.real_constant(3, "its bias"));
  if (bias->elements() != 2 * width * static_cast<std::size_t>(layer.directions))
    return in.refuse("its bias does not fit its weights");
  c.input_bias = part(*bias, 0, width);
  c.hidden_bias = part(*bias, width, width);
  return c;
}

// The initial values of a direction (input i), [batch, units]; -1: zeros.
Result<int> initial(Importer& in, const Layer& layer, std::size_t i, int direction) {
  if (!in.has_input(i)) return -1;
  const Dims wanted = {layer.directions, layer.batch, layer.units};
  const OnnxValue given = in.input(i);
  if (given.dims != wanted) {
    return in.refuse(fmt::format("its initial values are {}, {} is expected", dims_text(given.dims),
                                 dims_text(wanted)));
  }
  const auto count = static_cast<std::size_t>(layer.batch * layer.units);
  if (given.constant != nullptr) {
    const std::vector<float>& all = given.constant->reals;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(count) * direction;
    std::vector<float> own(first, first + static_cast<std::ptrdiff_t>(count));
    if (std::all_of(own.begin(), own.end(), [](float v) { return v == 0.0F; })) return -1;
    return in.real_tensor("initial", {layer.batch, layer.units}, std::move(own));
  }
  const int all = TADPOLE_TRY(in.arranged(given, plain_axes(given.dims)));
  Steps ops(in, layer.batch);
  return ops.rows(in.reshaped(all, {layer.directions * layer.batch, layer.units}), direction);
}

bool is_read(const Importer& in, std::size_t output) {
  if (output >= in.node().outputs.size()) return false;
  const std::string& name = in.node().outputs[output];
  return !name.empty() && (!in.readers(name).empty() || in.is_output(name));
}

// Matrices one below the other, counted as dims.
Outcome give_stacked(Importer& in, std::size_t output, const std::vector<int>& parts, Dims dims) {
  if (!is_read(in, output)) return Done{};
  int all = parts[0];
  if (parts.size() > 1) {
    Dims shape = in.shape(all);
    shape[0] *= static_cast<int>(parts.size());
    all = in.add(builtin::kConcatenation, parts, shape);
  }
  OnnxValue y{.constant = nullptr, .tensor = all, .dims = std::move(dims)};
  y.layout = stored_plainly(y.dims);
  return in.give(output, std::move(y));
}

template <typename Run>
Outcome import_layer(Importer& in, int gates, const Run& run) {
  const Layer layer = TADPOLE_TRY(read_layer(in, gates));
  const int plain = TADPOLE_TRY(in.arranged(layer.x, plain_axes(layer.x.dims)));
  const int x = in.reshaped(plain, {layer.steps * layer.batch, layer.inputs});
  std::vector<Told> told;
  std::vector<int> every, last, cells;
  for (int d = 0; d < layer.directions; ++d) {
    const Cell cell = TADPOLE_TRY(read_cell(in, layer, d));
    Start at{.hidden = TADPOLE_TRY(initial(in, layer, 5, d))};
    if (gates == 4) at.cell = TADPOLE_TRY(initial(in, layer, 6, d));
    told.push_back(run(cell, x, at));
    last.push_back(cell.backward ? told.back().hidden.front() : told.back().hidden.back());
    cells.push_back(told.back().cell);
  }
  for (std::size_t t = 0; t < told[0].hidden.size(); ++t) {
    for (const Told& one : told) every.push_back(one.hidden[t]);
  }
  const Dims end = {layer.directions, layer.batch, layer.units};
  TADPOLE_TRY(
      give_stacked(in, 0, every, {layer.steps, layer.directions, layer.batch, layer.units}));
  TADPOLE_TRY(give_stacked(in, 1, last, end));
  return gates == 4 ? give_stacked(in, 2, cells, end) : Outcome(Done{});
}

Outcome import_lstm(Importer& in) {
  return import_layer(in, 4,
                      [&](const Cell& c, int x, Start at) { return run_lstm(in, c, x, at); });
}

Outcome import_gru(Importer& in) {
  const Reset reset =
      in.node().whole("linear_before_reset", 0) != 0 ? Reset::behind : Reset::before;
  return import_layer(in, 3,
                      [&](const Cell& c, int x, Start at) { return run_gru(in, c, x, at, reset); });
}

}  // namespace

extern const OnnxOperators& recurrent_operators();
const OnnxOperators& recurrent_operators() {
  static const OnnxOperators all = {{"LSTM", import_lstm}, {"GRU", import_gru}};
  return all;
}

}  // namespace tadpole
