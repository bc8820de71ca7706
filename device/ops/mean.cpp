// SPDX-License-Identifier: Apache-2.0
#include "device/ops/mean.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kKeepDims = 0;

Reason read_reduced(const OpPlanner& op, bool (&reduced)[kMaxRank]) {
  const Tensor& axes = op.input(1);
  const std::int32_t rank = op.input(0).shape.rank;
  if (!axes.is_constant) return Reason::not_constant;
  if (axes.type != DType::int32) return Reason::axis;
  for (std::int32_t i = 0; i < axes.shape.elements(); ++i) {
    std::int32_t axis = 0;
    std::memcpy(&axis, axes.data + 4 * static_cast<std::size_t>(i), sizeof axis);
    if (axis < 0) axis += rank;
    if (axis < 0 || axis >= rank) return Reason::axis;
    reduced[axis] = true;
  }
  return Reason::none;
}

Reason read_axes(const OpPlanner& op, MeanAxes& axes) {
  bool reduced[kMaxRank] = {};
  TADPOLE_CHECK(read_reduced(op, reduced));
  const Shape& input = op.input(0).shape;
  const bool keep_dims = op.option<std::uint8_t>(kKeepDims, 0) != 0;
  Shape wanted;
  std::int32_t stride = input.elements();
  for (std::int32_t i = 0; i < input.rank; ++i) {
    stride /= input.dims[i];
    (reduced[i] ? axes.reduced : axes.kept).add(input.dims[i], stride);
    if (!reduced[i] || keep_dims) wanted.dims[wanted.rank++] = reduced[i] ? 1 : input.dims[i];
  }
  return op.output(0).shape == wanted ? Reason::none : Reason::output_shape;
}

Reason plan_stored(OpPlanner& op, const MeanAxes& axes) {
  TADPOLE_CHECK(check_activation(op.input(0)));
  TADPOLE_CHECK(check_activation(op.output(0)));
  const QuantizedMultiplier ratio = quantize_multiplier(op.input(0).scale, op.output(0).scale);
  TADPOLE_CHECK(check_multiplier(ratio));
  const MeanParams params{axes, op.input(0).zero_point, op.output(0).zero_point,
                          divide_multiplier(ratio, axes.reduced.steps())};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.expect_options(OptionsTable::reducer));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  MeanAxes axes;
  TADPOLE_CHECK(read_axes(op, axes));
  op.count_macs(op.input(0).shape.elements());
  if (type != DType::float32) return plan_stored(op, axes);
  return op.keep_params(axes) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    mean(op.params<MeanParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else if (type == DType::int16) {
    mean(op.params<MeanParams>(), op.input<std::int16_t>(0), op.output<std::int16_t>(0));
  } else {
    mean(op.params<MeanAxes>(), op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition mean_definition = {builtin::kMean, "MEAN", 3, plan, run};

}  // namespace tadpole::device
