// SPDX-License-Identifier: Apache-2.0
// Operators that give the same bytes under another shape: the output lies where the input lies, or
// is copied.
#pragma once
#include "device/ops/plan_checks.h"

namespace tadpole::device {

// The output tensor carries the new shape, and that is what counts.
inline Reason plan_same_bytes(OpPlanner& op) {
  if (op.output(0).type != op.input(0).type) return Reason::output_type;
  if (op.output(0).bytes != op.input(0).bytes) return Reason::output_shape;
  op.share_output_with(0, OpPlanner::Share::view);
  return Reason::none;
}

inline void run_same_bytes(const OpRun& op) {
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  if (from != to) std::memcpy(to, from, static_cast<std::size_t>(op.output_tensor(0).bytes));
}

}  // namespace tadpole::device
