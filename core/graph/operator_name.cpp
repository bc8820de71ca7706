// SPDX-License-Identifier: Apache-2.0
#include "core/graph/operator_name.h"

#include <fmt/format.h>

#include "device/model/builtin.h"

namespace tadpole {

std::string operator_name(const GraphOp& op) {
  if (op.builtin == builtin::kCustom) return op.custom_name.empty() ? "CUSTOM" : op.custom_name;
  const std::string known = builtin_name(op.builtin);
  return known != "?" ? known : fmt::format("operator {}", op.builtin);
}

}  // namespace tadpole
