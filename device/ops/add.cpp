// SPDX-License-Identifier: Apache-2.0
#include "device/ops/add.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kActivation = 0;

struct Int8Record {
  AddParams params;
  Broadcast shape;
};
struct FloatRecord {
  FloatRange params;
  Broadcast shape;
};

Reason read_types(const OpPlanner& op) {
  const DType type = op.input(0).type;
  if ((type != DType::float32 && type != DType::int8) || op.input(1).type != type)
    return Reason::input_type;
  return op.output(0).type == type ? Reason::none : Reason::output_type;
}

Reason read_broadcast(OpPlanner& op, Broadcast& shape) {
  const Shape& first = op.input(0).shape;
  const Shape& second = op.input(1).shape;
  const Shape& output = op.output(0).shape;
  shape.elements = output.elements();
  shape.same_shape = first == output && second == output;
  if (!broadcast_walk(first, output, shape.first)) return Reason::broadcast;
  if (!broadcast_walk(second, output, shape.second)) return Reason::broadcast;
  for (std::int32_t i = 0; i < output.rank; ++i) {
    const bool repeated = shape.first.strides[i] == 0 && shape.second.strides[i] == 0;
    if (repeated && output.dims[i] != 1) return Reason::broadcast;
  }
  if (shape.same_shape) op.share_output_with(0, OpPlanner::Share::last_use);
  return Reason::none;
}

Reason plan_int8(OpPlanner& op, const Broadcast& shape, FusedActivation activation) {
  TADPOLE_CHECK(check_quantized(op.input(0)));
  TADPOLE_CHECK(check_quantized(op.input(1)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  Int8Record record;
  AddParams& p = record.params;
  record.shape = shape;
  set_add_multipliers(p, op.input(0).scale, op.input(1).scale, op.output(0).scale);
  TADPOLE_CHECK(check_multiplier(p.output, 0));
  p.first_offset = -op.input(0).zero_point;
  p.second_offset = -op.input(1).zero_point;
  p.output_offset = op.output(0).zero_point;
  const ActivationRange range = int8_activation_range(activation, op.output(0));
  p.output_min = range.min;
  p.output_max = range.max;
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::add));
  TADPOLE_CHECK(read_types(op));
  Broadcast shape;
  TADPOLE_CHECK(read_broadcast(op, shape));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  if (op.input(0).type == DType::int8) return plan_int8(op, shape, activation);
  const FloatRecord record{float_activation_range(activation), shape};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int8) {
    const auto& record = op.params<Int8Record>();
    add(record.params, record.shape, op.input<std::int8_t>(0), op.input<std::int8_t>(1),
        op.output<std::int8_t>(0));
  } else {
    const auto& record = op.params<FloatRecord>();
    add(record.params, record.shape, op.input<float>(0), op.input<float>(1), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition add_definition = {builtin::kAdd, "ADD", 5, plan, run};

}  // namespace tadpole::device
