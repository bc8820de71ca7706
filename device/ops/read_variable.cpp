// SPDX-License-Identifier: Apache-2.0
// READ_VARIABLE: what the model remembers; zeros (int8: the zero point) before anything was
// assigned.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(OptionsTable::read_variable));
  Variable* variable = nullptr;
  TADPOLE_CHECK(op.find_variable(op.output(0), variable));
  return op.keep_params(variable) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const Tensor& value = op.params<Variable*>()->value;
  std::memcpy(op.output<std::uint8_t>(0), value.data, static_cast<std::size_t>(value.bytes));
}

}  // namespace

extern const OpDefinition read_variable_definition = {builtin::kReadVariable, "READ_VARIABLE", 1,
                                                      plan, run};

}  // namespace tadpole::device
