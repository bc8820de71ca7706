// SPDX-License-Identifier: Apache-2.0
#include "device/ops/pad.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

std::int64_t padding_at(const Tensor& paddings, std::int32_t i) {
  if (paddings.type == DType::int64) {
    std::int64_t value = 0;
    std::memcpy(&value, paddings.data + 8 * static_cast<std::size_t>(i), sizeof value);
    return value;
  }
  std::int32_t value = 0;
  std::memcpy(&value, paddings.data + 4 * static_cast<std::size_t>(i), sizeof value);
  return value;
}

Reason read_paddings(const OpPlanner& op, std::int32_t (&before)[kMaxRank]) {
  const Tensor& paddings = op.input(1);
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  if (!paddings.is_constant) return Reason::not_constant;
  if (paddings.type != DType::int32 && paddings.type != DType::int64) return Reason::paddings;
  if (paddings.shape.elements() != 2 * input.rank || output.rank != input.rank)
    return Reason::paddings;
  for (std::int32_t i = 0; i < input.rank; ++i) {
    const std::int64_t front = padding_at(paddings, 2 * i);
    const std::int64_t back = padding_at(paddings, 2 * i + 1);
    const std::int64_t room = static_cast<std::int64_t>(output.dims[i]) - input.dims[i];
    if (front < 0 || back < 0 || front > room || back != room - front) return Reason::paddings;
    before[i] = static_cast<std::int32_t>(front);
  }
  return Reason::none;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::pad));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8) return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (type == DType::int8) {
    TADPOLE_CHECK(check_quantized(op.input(0)));
    TADPOLE_CHECK(check_quantized(op.output(0)));
    TADPOLE_CHECK(check_same_quantization(op.input(0), op.output(0)));
  }
  std::int32_t before[kMaxRank] = {};
  TADPOLE_CHECK(read_paddings(op, before));
  const PadParams params = make_pad_params(op.input(0).shape, op.output(0).shape, before);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& params = op.params<PadParams>();
  if (op.input_tensor(0).type == DType::int8) {
    const auto zero = static_cast<std::int8_t>(op.output_tensor(0).zero_point);
    pad(params, zero, op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else {
    pad(params, 0.0F, op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition pad_definition = {builtin::kPad, "PAD", 2, plan, run};

}  // namespace tadpole::device
