// SPDX-License-Identifier: Apache-2.0
// FILL: a tensor that holds one value (input 1) everywhere. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

// The shape is input 0; the output tensor carries it too, and that is what counts.
Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::fill));
  if (op.input(1).shape.elements() != 1) return Reason::input_shape;
  return check_moved(op.input(1), op.output(0));
}

void run(const OpRun& op) {
  const auto* value = op.input<std::uint8_t>(1);
  auto* to = op.output<std::uint8_t>(0);
  const std::size_t element = dtype_bytes(op.output_tensor(0).type);
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i, to += element) std::memcpy(to, value, element);
}

}  // namespace

extern const OpDefinition fill_definition = {builtin::kFill, "FILL", 4, plan, run};

}  // namespace tadpole::device
