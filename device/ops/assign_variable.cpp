// SPDX-License-Identifier: Apache-2.0
// ASSIGN_VARIABLE: the model remembers a tensor until the next run.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2, 0));
  TADPOLE_CHECK(op.optional_options(OptionsTable::assign_variable));
  Variable* variable = nullptr;
  TADPOLE_CHECK(op.find_variable(op.input(1), variable));
  return op.keep_params(variable) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const Tensor& value = op.params<Variable*>()->value;
  std::memcpy(value.data, op.input<std::uint8_t>(1), static_cast<std::size_t>(value.bytes));
}

}  // namespace

extern const OpDefinition assign_variable_definition = {builtin::kAssignVariable, "ASSIGN_VARIABLE",
                                                        1, plan, run};

}  // namespace tadpole::device
