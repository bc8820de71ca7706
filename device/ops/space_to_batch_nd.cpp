// SPDX-License-Identifier: Apache-2.0
// SPACE_TO_BATCH_ND: images, with a border of zeros, are dealt out in blocks to batches. Float and
// int8.
#include "device/ops/block_batches.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::space_to_batch_nd));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8) return Reason::input_type;
  return plan_block_batches(op, op.input(0).shape, op.output(0).shape);
}

void run(const OpRun& op) {
  const auto& p = op.params<BlockBatches>();
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  const auto bytes = static_cast<std::size_t>(p.pixel_bytes);
  const Tensor& output = op.output_tensor(0);
  const int zero = output.type == DType::int8 ? output.zero_point : 0;
  for_dealt_pixels(p, [&](std::int32_t small, std::int32_t large) {
    if (large >= 0) {
      std::memcpy(to + small, from + large, bytes);
    } else {
      std::memset(to + small, zero, bytes);
    }
  });
}

}  // namespace

extern const OpDefinition space_to_batch_nd_definition = {builtin::kSpaceToBatchNd,
                                                          "SPACE_TO_BATCH_ND", 4, plan, run};

}  // namespace tadpole::device
