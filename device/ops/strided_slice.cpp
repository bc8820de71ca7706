// SPDX-License-Identifier: Apache-2.0
#include "device/ops/strided_slice.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kBeginMask = 0, kEndMask = 1, kEllipsisMask = 2, kNewAxisMask = 3,
              kShrinkAxisMask = 4;

// One constant int32 per axis.
Reason read_indices(const OpPlanner& op, std::uint32_t input, std::int32_t (&values)[kMaxRank]) {
  const Tensor& tensor = op.input(input);
  const std::int32_t rank = op.input(0).shape.rank;
  if (!tensor.is_constant) return Reason::not_constant;
  if (tensor.type != DType::int32 || tensor.shape.elements() != rank) return Reason::slice;
  std::memcpy(values, tensor.data, 4 * static_cast<std::size_t>(rank));
  return Reason::none;
}

Reason read_request(const OpPlanner& op, SliceRequest& r) {
  if (op.option<std::int32_t>(kEllipsisMask, 0) != 0) return Reason::slice;
  if (op.option<std::int32_t>(kNewAxisMask, 0) != 0) return Reason::slice;
  r.begin_mask = static_cast<std::uint32_t>(op.option<std::int32_t>(kBeginMask, 0));
  r.end_mask = static_cast<std::uint32_t>(op.option<std::int32_t>(kEndMask, 0));
  r.shrink_axis_mask = static_cast<std::uint32_t>(op.option<std::int32_t>(kShrinkAxisMask, 0));
  TADPOLE_CHECK(read_indices(op, 1, r.begin));
  TADPOLE_CHECK(read_indices(op, 2, r.end));
  return read_indices(op, 3, r.stride);
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(4, 4));
  TADPOLE_CHECK(op.expect_options(OptionsTable::strided_slice));
  const Tensor& input = op.input(0);
  if (op.output(0).type != input.type) return Reason::output_type;
  if (input.scale_count > 0) TADPOLE_CHECK(check_same_quantization(input, op.output(0)));
  SliceRequest request;
  TADPOLE_CHECK(read_request(op, request));
  SliceParams params;
  Shape shape;
  const auto element = static_cast<std::int32_t>(dtype_bytes(input.type));
  if (!make_slice_params(request, input.shape, element, params, shape)) return Reason::slice;
  if (op.output(0).shape != shape) return Reason::output_shape;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  strided_slice(op.params<SliceParams>(), op.input<std::uint8_t>(0), op.output<std::uint8_t>(0));
}

}  // namespace

extern const OpDefinition strided_slice_definition = {builtin::kStridedSlice, "STRIDED_SLICE", 4,
                                                      plan, run};

}  // namespace tadpole::device
