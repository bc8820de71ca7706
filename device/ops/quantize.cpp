// SPDX-License-Identifier: Apache-2.0
#include "device/ops/quantize.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

using Function = void (*)(const OpRun&);

struct Record {
  QuantizeParams from_float;
  RequantizeParams from_stored;
  Function function = nullptr;
};

template <typename To>
void from_float(const OpRun& op) {
  quantize(op.params<Record>().from_float, op.input<float>(0), op.output<To>(0),
           op.output_tensor(0).shape.elements());
}

template <typename From, typename To>
void from_stored(const OpRun& op) {
  requantize(op.params<Record>().from_stored, op.input<From>(0), op.output<To>(0),
             op.output_tensor(0).shape.elements());
}

Function function_from_float(DType to) {
  switch (to) {
    case DType::int8:
      return from_float<std::int8_t>;
    case DType::uint8:
      return from_float<std::uint8_t>;
    case DType::int16:
      return from_float<std::int16_t>;
    default:
      return nullptr;
  }
}

template <typename From>
Function function_from_stored(DType to) {
  switch (to) {
    case DType::int8:
      return from_stored<From, std::int8_t>;
    case DType::uint8:
      return from_stored<From, std::uint8_t>;
    case DType::int16:
      return from_stored<From, std::int16_t>;
    case DType::int32:
      return from_stored<From, std::int32_t>;
    default:
      return nullptr;
  }
}

Function choose(DType from, DType to) {
  switch (from) {
    case DType::float32:
      return function_from_float(to);
    case DType::int8:
      return function_from_stored<std::int8_t>(to);
    case DType::uint8:
      return function_from_stored<std::uint8_t>(to);
    case DType::int16:
      return function_from_stored<std::int16_t>(to);
    case DType::int32:
      return function_from_stored<std::int32_t>(to);
    default:
      return nullptr;
  }
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  Record record;
  record.function = choose(input.type, output.type);
  if (record.function == nullptr) return Reason::output_type;
  if (output.shape != input.shape) return Reason::output_shape;
  TADPOLE_CHECK(check_quantized(output));
  record.from_float = {output.scale, output.zero_point};
  if (input.type != DType::float32) {
    TADPOLE_CHECK(check_quantized(input));
    record.from_stored = {input.zero_point, output.zero_point,
                          quantize_multiplier(input.scale, output.scale)};
    TADPOLE_CHECK(check_multiplier(record.from_stored.multiplier));
  }
  if (input.type == output.type) op.share_output_with(0, OpPlanner::Share::last_use);
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) { op.params<Record>().function(op); }

}  // namespace

extern const OpDefinition quantize_definition = {builtin::kQuantize, "QUANTIZE", 2, plan, run};

}  // namespace tadpole::device
