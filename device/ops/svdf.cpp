// SPDX-License-Identifier: Apache-2.0
#include "device/ops/svdf.h"

#include "device/ops/dynamic_range_layers.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr std::uint32_t kInput = 0, kFeature = 1, kTime = 2, kBias = 3, kState = 4;
constexpr int kRank = 0, kActivation = 1, kAsymmetric = 2;

struct DynamicRecord {
  SvdfDynamicParams params;
  const float* time = nullptr;  // scaled
};

bool is_matrix(const Shape& shape, std::int32_t rows, std::int32_t columns) {
  return shape.rank == 2 && shape.dims[0] == rows && shape.dims[1] == columns;
}

// Of state and time weights: float activations remember floats, and keep int8 weights.
Reason check_memory_types(const OpPlanner& op) {
  const DType type = op.input(kInput).type;
  const DType state = op.input(kState).type;
  const DType time = op.input(kTime).type;
  if (type == DType::float32) {
    if (state != DType::float32) return Reason::state;
    return time == op.input(kFeature).type ? Reason::none : Reason::weights_type;
  }
  const bool stored = state == DType::int16 || (state == DType::int8 && type == DType::int8);
  if (!stored) return Reason::state;
  return time == state ? Reason::none : Reason::weights_type;
}

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(kInput).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  const DType feature = op.input(kFeature).type;
  if (feature != DType::int8 && (type != DType::float32 || feature != type))
    return Reason::weights_type;
  TADPOLE_CHECK(check_memory_types(op));
  if (op.output(0).type != type) return Reason::output_type;
  const DType narrow = type == DType::int16 ? DType::int64 : DType::int32;
  const DType bias = type == DType::float32 ? DType::float32 : narrow;
  return !op.has_input(kBias) || op.input(kBias).type == bias ? Reason::none : Reason::bias_type;
}

Reason read_shape(const OpPlanner& op, SvdfShape& s) {
  const Shape& in = op.input(kInput).shape;
  const Shape& feature = op.input(kFeature).shape;
  const Shape& time = op.input(kTime).shape;
  if (in.rank != 2) return Reason::input_shape;
  if (feature.rank != 2 || time.rank != 2) return Reason::weights_shape;
  s = {in.dims[0], in.dims[1], feature.dims[0], time.dims[1], op.option<std::int32_t>(kRank, 0)};
  if (!is_matrix(feature, s.filters, s.inputs) || !is_matrix(time, s.filters, s.memory))
    return Reason::weights_shape;
  if (s.rank < 1 || s.filters % s.rank != 0) return Reason::rank_of_filters;
  const std::int32_t units = s.filters / s.rank;
  if (!is_matrix(op.output(0).shape, s.batches, units)) return Reason::output_shape;
  if (op.has_input(kBias) && op.input(kBias).shape.elements() != units) return Reason::bias_shape;
  const Tensor& state = op.input(kState);
  const bool fits = state.shape.rank == 2 && state.shape.dims[0] == s.batches &&
                    state.shape.dims[1] == time.elements();
  return state.is_variable && fits ? Reason::none : Reason::state;
}

// The reference's integer kernel knows no activation of its own: it clamps to int8, which is relu
// when the output's zero point is -128. Files say relu all the same.
bool has_int8_form(FusedActivation activation) {
  return activation == FusedActivation::none || activation == FusedActivation::relu;
}

Reason check_stored(const OpPlanner& op) {
  constexpr std::uint32_t kStored[] = {kInput, kFeature, kTime, kState};
  for (const std::uint32_t i : kStored) TADPOLE_CHECK(check_quantized(op.input(i)));
  TADPOLE_CHECK(check_activation(op.input(kInput)));
  TADPOLE_CHECK(check_activation(op.output(0)));
  const bool symmetric = op.input(kFeature).zero_point == 0 && op.input(kTime).zero_point == 0;
  return symmetric ? Reason::none : Reason::zero_point_not_zero;
}

QuantizedMultiplier to_state(const OpPlanner& op) {
  return svdf_multiplier(op.input(kInput).scale, op.input(kFeature).scale, op.input(kState).scale);
}
QuantizedMultiplier to_output(const OpPlanner& op) {
  return svdf_multiplier(op.input(kState).scale, op.input(kTime).scale, op.output(0).scale);
}

Reason plan_int16(OpPlanner& op, const SvdfShape& shape, FusedActivation activation) {
  TADPOLE_CHECK(check_stored(op));
  if (op.input(kState).zero_point != 0) return Reason::zero_point_not_zero;
  const ActivationRange range = stored_activation_range(activation, op.output(0));
  const SvdfInt16Params params{shape, range.min, range.max, to_state(op), to_output(op)};
  TADPOLE_CHECK(check_multiplier(params.to_state, kMaxWideLeftShift));
  TADPOLE_CHECK(check_multiplier(params.to_output, kMaxWideLeftShift));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

// The time weights are scaled here, once.
Reason plan_dynamic(OpPlanner& op, const SvdfFloatParams& real) {
  const Tensor& time = op.input(kTime);
  if (!time.is_constant) return Reason::not_constant;
  TADPOLE_CHECK(check_quantized(op.input(kFeature)));
  TADPOLE_CHECK(check_quantized(time));
  if (time.zero_point != 0) return Reason::zero_point_not_zero;
  DynamicRecord record;
  record.params.real = real;
  TADPOLE_CHECK(keep_dynamic_range(
      op,
      {.batches = real.shape.batches, .asymmetric = op.option<std::uint8_t>(kAsymmetric, 0) != 0},
      record.params.range));
  const auto n = static_cast<std::size_t>(time.shape.elements());
  auto* scaled = op.keep<float>(n);
  if (scaled == nullptr) return Reason::arena;
  const auto* stored = reinterpret_cast<const std::int8_t*>(time.data);
  for (std::size_t i = 0; i < n; ++i) scaled[i] = static_cast<float>(stored[i]) * time.scale;
  record.time = scaled;
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan_int8(OpPlanner& op, const SvdfShape& shape) {
  TADPOLE_CHECK(check_stored(op));
  const Tensor& state = op.input(kState);
  // What is remembered in 16 bits is symmetric: larger differences would not fit 32-bit products.
  if (state.type == DType::int16 && state.zero_point != 0) return Reason::zero_point_not_zero;
  const SvdfParams params{shape,
                          op.input(kInput).zero_point,
                          state.zero_point,
                          op.output(0).zero_point,
                          to_state(op),
                          to_output(op)};
  TADPOLE_CHECK(check_multiplier(params.to_state));
  TADPOLE_CHECK(check_multiplier(params.to_output));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 5));
  TADPOLE_CHECK(op.expect_options(OptionsTable::svdf));
  if (!op.has_input(kState)) return Reason::input_count;
  TADPOLE_CHECK(check_types(op));
  SvdfShape shape;
  TADPOLE_CHECK(read_shape(op, shape));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(static_cast<std::int64_t>(shape.batches) * shape.filters *
                (static_cast<std::int64_t>(shape.inputs) + shape.memory));
  const DType type = op.input(kInput).type;
  if (type == DType::int8)
    return has_int8_form(activation) ? plan_int8(op, shape) : Reason::activation;
  if (type == DType::int16) return plan_int16(op, shape, activation);
  const FloatRange range = float_activation_range(activation);
  const SvdfFloatParams params{shape, range.min, range.max};
  if (is_dynamic_range(op)) return plan_dynamic(op, params);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

template <typename T>
void run_int8(const OpRun& op) {
  svdf(op.params<SvdfParams>(), op.input<std::int8_t>(kInput), op.input<std::int8_t>(kFeature),
       op.input<T>(kTime), op.input<std::int32_t>(kBias), op.state<T>(kState),
       op.output<std::int8_t>(0));
}

void run_dynamic(const OpRun& op) {
  const auto& record = op.params<DynamicRecord>();
  svdf(record.params, op.input<float>(kInput), op.input<std::int8_t>(kFeature), record.time,
       op.input<float>(kBias), op.state<float>(kState), op.output<float>(0));
}

void run_int16(const OpRun& op) {
  svdf(op.params<SvdfInt16Params>(), op.input<std::int16_t>(kInput),
       op.input<std::int8_t>(kFeature), op.input<std::int16_t>(kTime),
       op.input<std::int64_t>(kBias), op.state<std::int16_t>(kState), op.output<std::int16_t>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(kInput).type;
  if (type == DType::int16) {
    run_int16(op);
  } else if (type == DType::int8 && op.input_tensor(kState).type == DType::int8) {
    run_int8<std::int8_t>(op);
  } else if (type == DType::int8) {
    run_int8<std::int16_t>(op);
  } else if (op.input_tensor(kFeature).type == DType::int8) {
    run_dynamic(op);
  } else {
    svdf(op.params<SvdfFloatParams>(), op.input<float>(kInput), op.input<float>(kFeature),
         op.input<float>(kTime), op.input<float>(kBias), op.state<float>(kState),
         op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition svdf_definition = {builtin::kSvdf, "SVDF", 4, plan, run};

}  // namespace tadpole::device
