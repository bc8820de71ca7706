// SPDX-License-Identifier: Apache-2.0
// BATCH_TO_SPACE_ND: batches become the pixels of larger images, and a border is cut off. Any
// element type.
#include "device/ops/block_batches.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::batch_to_space_nd));
  return plan_block_batches(op, op.output(0).shape, op.input(0).shape);
}

void run(const OpRun& op) {
  const auto& p = op.params<BlockBatches>();
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  for_dealt_pixels(p, [&](std::int32_t small, std::int32_t large) {
    if (large >= 0) std::memcpy(to + large, from + small, static_cast<std::size_t>(p.pixel_bytes));
  });
}

}  // namespace

extern const OpDefinition batch_to_space_nd_definition = {builtin::kBatchToSpaceNd,
                                                          "BATCH_TO_SPACE_ND", 4, plan, run};

}  // namespace tadpole::device
