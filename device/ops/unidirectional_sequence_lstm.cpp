// SPDX-License-Identifier: Apache-2.0
#include "device/ops/unidirectional_sequence_lstm.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

using namespace lstm_input;

constexpr int kActivation = 0, kCellClip = 1, kProjectionClip = 2, kTimeMajor = 3, kDiagonal = 5;
constexpr std::int8_t kTanh = 4;

template <typename Params, typename Cell>
struct Record {
  Params params;
  Cell* gates = nullptr;
};
using StoredRecord = Record<LstmParams, std::int16_t>;  // int8 or int16
using FloatRecord = Record<LstmFloatParams, float>;

bool has_any(const OpPlanner& op, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t i = first; i < last; ++i) {
    if (op.has_input(i)) return true;
  }
  return false;
}

// Which inputs there are: no coupled gates, peephole, projection or layer normalization.
Reason check_form(const OpPlanner& op) {
  if (op.inputs() < kLayerNorm || op.inputs() > kInputs) return Reason::input_count;
  if (op.outputs() != 1) return Reason::output_count;
  if (has_any(op, kPeephole, kBias) || has_any(op, kProjection, kHidden) ||
      has_any(op, kLayerNorm, kInputs) || op.option<std::uint8_t>(kDiagonal, 0) != 0)
    return Reason::lstm_form;
  for (std::uint32_t i = kInputWeights; i < kLayerNorm; ++i) {
    const bool left_out_by_right =
        (i >= kPeephole && i < kBias) || (i >= kProjection && i < kHidden);
    if (!left_out_by_right && !op.has_input(i)) return Reason::lstm_form;
  }
  return op.option<float>(kProjectionClip, 0.0F) == 0.0F ? Reason::none : Reason::lstm_form;
}

DType bias_type(DType type) {
  if (type == DType::float32) return DType::float32;
  return type == DType::int16 ? DType::int64 : DType::int32;
}

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(kInput).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  const bool is_float = type == DType::float32;
  if (is_float && op.input(kInputWeights).type == DType::int8) return Reason::hybrid;
  for (std::uint32_t i = kInputWeights; i < kPeephole; ++i) {
    if (op.input(i).type != (is_float ? DType::float32 : DType::int8)) return Reason::weights_type;
  }
  for (std::uint32_t i = kBias; i < kProjection; ++i) {
    if (op.input(i).type != bias_type(type)) return Reason::bias_type;
  }
  if (op.input(kHidden).type != type) return Reason::state;
  if (op.input(kCell).type != (is_float ? DType::float32 : DType::int16)) return Reason::state;
  return op.output(0).type == type ? Reason::none : Reason::output_type;
}

bool is_matrix(const Shape& shape, std::int32_t rows, std::int32_t columns) {
  return shape.rank == 2 && shape.dims[0] == rows && shape.dims[1] == columns;
}

Reason check_weights(const OpPlanner& op, const LstmShape& s) {
  for (std::uint32_t gate = 0; gate < kLstmGates; ++gate) {
    if (!is_matrix(op.input(kInputWeights + gate).shape, s.units, s.inputs))
      return Reason::weights_shape;
    if (!is_matrix(op.input(kHiddenWeights + gate).shape, s.units, s.units))
      return Reason::weights_shape;
    if (op.input(kBias + gate).shape.elements() != s.units) return Reason::bias_shape;
  }
  for (const std::uint32_t i : {kHidden, kCell}) {
    const Tensor& state = op.input(i);
    const std::int64_t size = static_cast<std::int64_t>(s.batches) * s.units;
    if (!state.is_variable || state.shape.elements() != size) return Reason::state;
  }
  return Reason::none;
}

Reason read_shape(const OpPlanner& op, LstmShape& s) {
  const Shape& in = op.input(kInput).shape;
  const Shape& out = op.output(0).shape;
  const Shape& weights = op.input(kInputWeights).shape;
  if (in.rank != 3) return Reason::input_shape;
  if (weights.rank != 2) return Reason::weights_shape;
  s.time_major = op.option<std::uint8_t>(kTimeMajor, 0) != 0;
  s.batches = in.dims[s.time_major ? 1 : 0];
  s.steps = in.dims[s.time_major ? 0 : 1];
  s.inputs = in.dims[2];
  s.units = weights.dims[0];
  const bool fits = out.rank == 3 && out.dims[0] == in.dims[0] && out.dims[1] == in.dims[1] &&
                    out.dims[2] == s.units;
  return fits ? check_weights(op, s) : Reason::output_shape;
}

// scale of `from` * scale of the weights, to Q12; the product is rounded to single precision, as in
// the reference.
Reason gate_multiplier(const Tensor& from, const Tensor& weights, QuantizedMultiplier& m) {
  TADPOLE_CHECK(check_quantized(weights));
  if (weights.zero_point != 0) return Reason::zero_point_not_zero;
  const float product = from.scale * weights.scale;
  if (!is_positive_finite(product)) return Reason::scale_ratio;
  m = quantize_multiplier(product, 1.0F / 4096.0F);
  return check_multiplier(m, from.type == DType::int16 ? kMaxWideLeftShift : kMaxLeftShift);
}

Reason read_cell(const OpPlanner& op, LstmParams& p) {
  constexpr float kQ15 = 1.0F / 32768.0F;
  const Tensor& cell = op.input(kCell);
  std::int32_t power = 0;
  if (cell.zero_point != 0) return Reason::zero_point;
  if (!detail::near_power_of_two(cell.scale, power) || power < -15 || power > -9)
    return Reason::cell_scale;
  const std::int32_t left = 12 + power;
  p.cell_curve = left >= 0 ? Int16CurveParams{3 << left, 0} : Int16CurveParams{3, -left};
  p.forget_to_cell = quantize_multiplier(kQ15, cell.scale, cell.scale);
  p.input_to_cell = quantize_multiplier(kQ15, kQ15, cell.scale);
  p.to_hidden = quantize_multiplier(kQ15, kQ15, op.input(kHidden).scale);
  TADPOLE_CHECK(check_multiplier(p.to_hidden));
  const auto clip = op.option<float>(kCellClip, 0.0F);
  if (!(clip >= 0.0F)) return Reason::cell_scale;
  p.cell_clip =
      clip > 0.0F
          ? clamp(static_cast<std::int32_t>(clamp(clip / cell.scale, 0.0F, 32767.0F)), 1, 32767)
          : 0;
  return Reason::none;
}

Reason plan_stored(OpPlanner& op, const LstmShape& shape) {
  for (const std::uint32_t i : {kInput, kHidden, kCell})
    TADPOLE_CHECK(check_activation(op.input(i)));
  const Tensor& hidden = op.input(kHidden);
  TADPOLE_CHECK(check_same_quantization(hidden, op.output(0)));
  StoredRecord record;
  LstmParams& p = record.params;
  p.shape = shape;
  p.input_zero_point = op.input(kInput).zero_point;
  p.hidden_zero_point = hidden.zero_point;
  for (std::uint32_t gate = 0; gate < kLstmGates; ++gate) {
    TADPOLE_CHECK(
        gate_multiplier(op.input(kInput), op.input(kInputWeights + gate), p.from_input[gate]));
    TADPOLE_CHECK(gate_multiplier(hidden, op.input(kHiddenWeights + gate), p.from_hidden[gate]));
  }
  TADPOLE_CHECK(read_cell(op, p));
  record.gates = op.keep<std::int16_t>(kLstmGates * static_cast<std::size_t>(shape.units));
  return record.gates != nullptr && op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_options(OptionsTable::unidirectional_sequence_lstm));
  if (op.inputs() == 0 || !op.has_input(kInput)) return Reason::input_count;
  TADPOLE_CHECK(check_form(op));
  TADPOLE_CHECK(check_types(op));
  if (op.option<std::int8_t>(kActivation, 0) != kTanh) return Reason::activation;
  LstmShape shape;
  TADPOLE_CHECK(read_shape(op, shape));
  op.count_macs(static_cast<std::int64_t>(shape.batches) * shape.steps * kLstmGates * shape.units *
                (static_cast<std::int64_t>(shape.inputs) + shape.units));
  if (op.input(kInput).type != DType::float32) return plan_stored(op, shape);
  FloatRecord record{{shape, op.option<float>(kCellClip, 0.0F)}, nullptr};
  record.gates = op.keep<float>(kLstmGates * static_cast<std::size_t>(shape.units));
  return record.gates != nullptr && op.keep_params(record) ? Reason::none : Reason::arena;
}

template <typename Kept, typename T, typename Weight, typename Bias, typename Cell>
void run_typed(const OpRun& op) {
  const auto& record = op.params<Kept>();
  LstmWeights<Weight, Bias> weights;
  for (std::int32_t gate = 0; gate < kLstmGates; ++gate) {
    weights.input[gate] = op.input<Weight>(kInputWeights + gate);
    weights.hidden[gate] = op.input<Weight>(kHiddenWeights + gate);
    weights.bias[gate] = op.input<Bias>(kBias + gate);
  }
  const LstmState<T, Cell> state{op.state<T>(kHidden), op.state<Cell>(kCell), record.gates};
  unidirectional_sequence_lstm(record.params, weights, op.input<T>(kInput), state, op.output<T>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(kInput).type;
  if (type == DType::int8) {
    run_typed<StoredRecord, std::int8_t, std::int8_t, std::int32_t, std::int16_t>(op);
  } else if (type == DType::int16) {
    run_typed<StoredRecord, std::int16_t, std::int8_t, std::int64_t, std::int16_t>(op);
  } else {
    run_typed<FloatRecord, float, float, float, float>(op);
  }
}

}  // namespace

extern const OpDefinition unidirectional_sequence_lstm_definition = {
    builtin::kUnidirectionalSequenceLstm, "UNIDIRECTIONAL_SEQUENCE_LSTM", 4, plan, run};

}  // namespace tadpole::device
