// SPDX-License-Identifier: Apache-2.0
#include "device/ops/dequantize.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

using Function = void (*)(const OpRun&);

struct Record {
  QuantizeParams params;
  Function function = nullptr;
};

template <typename From>
void from_stored(const OpRun& op) {
  dequantize(op.params<Record>().params, op.input<From>(0), op.output<float>(0),
             op.output_tensor(0).shape.elements());
}

Function choose(DType from) {
  switch (from) {
    case DType::int8:
      return from_stored<std::int8_t>;
    case DType::uint8:
      return from_stored<std::uint8_t>;
    case DType::int16:
      return from_stored<std::int16_t>;
    case DType::int32:
      return from_stored<std::int32_t>;
    default:
      return nullptr;
  }
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  const Tensor& input = op.input(0);
  const Record record{{input.scale, input.zero_point}, choose(input.type)};
  if (record.function == nullptr) return Reason::input_type;
  if (op.output(0).type != DType::float32) return Reason::output_type;
  if (op.output(0).shape != input.shape) return Reason::output_shape;
  TADPOLE_CHECK(check_quantized(input));
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) { op.params<Record>().function(op); }

}  // namespace

extern const OpDefinition dequantize_definition = {builtin::kDequantize, "DEQUANTIZE", 3, plan,
                                                   run};

}  // namespace tadpole::device
