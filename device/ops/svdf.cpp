// SPDX-License-Identifier: Apache-2.0
#include "device/ops/svdf.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr std::uint32_t kInput = 0, kFeature = 1, kTime = 2, kBias = 3, kState = 4;
constexpr int kRank = 0, kActivation = 1;

bool is_matrix(const Shape& shape, std::int32_t rows, std::int32_t columns) {
  return shape.rank == 2 && shape.dims[0] == rows && shape.dims[1] == columns;
}

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(kInput).type;
  const DType remembered = op.input(kState).type;
  if (type != DType::float32 && type != DType::int8) return Reason::input_type;
  if (type == DType::float32 && op.input(kFeature).type == DType::int8) return Reason::hybrid;
  if (op.input(kFeature).type != type) return Reason::weights_type;
  const bool stored = remembered == DType::int8 || remembered == DType::int16;
  if (type == DType::int8 ? !stored : remembered != DType::float32) return Reason::state;
  if (op.input(kTime).type != remembered) return Reason::weights_type;
  if (op.output(0).type != type) return Reason::output_type;
  const DType bias_type = type == DType::float32 ? DType::float32 : DType::int32;
  if (op.has_input(kBias) && op.input(kBias).type != bias_type) return Reason::bias_type;
  return Reason::none;
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

Reason plan_int8(OpPlanner& op, const SvdfShape& shape) {
  constexpr std::uint32_t kStored[] = {kInput, kFeature, kTime, kState};
  for (const std::uint32_t i : kStored) TADPOLE_CHECK(check_quantized(op.input(i)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  const Tensor& state = op.input(kState);
  if (op.input(kFeature).zero_point != 0 || op.input(kTime).zero_point != 0)
    return Reason::zero_point_not_zero;
  // What is remembered in 16 bits is symmetric: larger differences would not fit 32-bit products.
  if (state.type == DType::int16 && state.zero_point != 0) return Reason::zero_point_not_zero;
  const SvdfParams params{
      shape,
      op.input(kInput).zero_point,
      state.zero_point,
      op.output(0).zero_point,
      svdf_multiplier(op.input(kInput).scale, op.input(kFeature).scale, state.scale),
      svdf_multiplier(state.scale, op.input(kTime).scale, op.output(0).scale)};
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
  if (op.input(kInput).type == DType::int8) {
    return has_int8_form(activation) ? plan_int8(op, shape) : Reason::activation;
  }
  const FloatRange range = float_activation_range(activation);
  const SvdfFloatParams params{shape, range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

template <typename T>
void run_int8(const OpRun& op) {
  svdf(op.params<SvdfParams>(), op.input<std::int8_t>(kInput), op.input<std::int8_t>(kFeature),
       op.input<T>(kTime), op.input<std::int32_t>(kBias), op.state<T>(kState),
       op.output<std::int8_t>(0));
}

void run(const OpRun& op) {
  const DType remembered = op.input_tensor(kState).type;
  if (remembered == DType::int8) {
    run_int8<std::int8_t>(op);
  } else if (remembered == DType::int16) {
    run_int8<std::int16_t>(op);
  } else {
    svdf(op.params<SvdfFloatParams>(), op.input<float>(kInput), op.input<float>(kFeature),
         op.input<float>(kTime), op.input<float>(kBias), op.state<float>(kState),
         op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition svdf_definition = {builtin::kSvdf, "SVDF", 4, plan, run};

}  // namespace tadpole::device
