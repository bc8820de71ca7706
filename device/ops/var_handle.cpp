// SPDX-License-Identifier: Apache-2.0
// VAR_HANDLE: a number that stands for what the model remembers under a name.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kContainer = 0, kSharedName = 1;

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(0, 0));
  TADPOLE_CHECK(op.optional_options(OptionsTable::var_handle));
  if (op.output(0).type != DType::resource) return Reason::output_type;
  const FlatVector container = op.option_text(kContainer);
  const FlatVector name = op.option_text(kSharedName);
  // Handles without a name mean one variable.
  static constexpr std::uint8_t kUnnamed[] = {0};
  const bool is_named = !container.empty() || !name.empty();
  return op.name_variable(container, is_named ? name : FlatVector({kUnnamed, 1}, 0, 1));
}

void run(const OpRun& op) {
  std::memset(op.output<std::uint8_t>(0), 0, static_cast<std::size_t>(op.output_tensor(0).bytes));
}

}  // namespace

extern const OpDefinition var_handle_definition = {builtin::kVarHandle, "VAR_HANDLE", 1, plan, run};

}  // namespace tadpole::device
