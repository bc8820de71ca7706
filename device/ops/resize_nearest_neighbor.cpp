// SPDX-License-Identifier: Apache-2.0
#include "device/ops/resize_nearest_neighbor.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kAlignCorners = 0;
constexpr int kHalfPixelCenters = 1;
constexpr std::int32_t kLargestSide = 1 << 24;  // whole numbers that a float holds

Reason check_types(const OpPlanner& op) {
  const Tensor& input = op.input(0);
  const bool known = input.type == DType::float32 || input.type == DType::int8 ||
                     input.type == DType::int16 || input.type == DType::uint8;
  if (!known) return Reason::input_type;
  if (op.output(0).type != input.type) return Reason::output_type;
  if (input.type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  return check_same_quantization(input, op.output(0));
}

// The size is an input of its own; the output's shape carries it too, and both must agree.
Reason check_shapes(const OpPlanner& op) {
  const Shape& in = op.input(0).shape;
  const Shape& out = op.output(0).shape;
  const Tensor& size = op.input(1);
  if (in.rank != 4) return Reason::input_shape;
  if (out.rank != 4 || out.dims[0] != in.dims[0] || out.dims[3] != in.dims[3])
    return Reason::output_shape;
  for (std::int32_t i = 1; i < 3; ++i) {
    if (in.dims[i] > kLargestSide || out.dims[i] > kLargestSide) return Reason::input_shape;
  }
  if (!size.is_constant) return Reason::not_constant;
  if (size.type != DType::int32 || size.shape.elements() != 2) return Reason::output_shape;
  std::int32_t sides[2] = {};
  std::memcpy(sides, size.data, sizeof sides);
  return sides[0] == out.dims[1] && sides[1] == out.dims[2] ? Reason::none : Reason::output_shape;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::resize_nearest_neighbor));
  TADPOLE_CHECK(check_types(op));
  TADPOLE_CHECK(check_shapes(op));
  const Shape& in = op.input(0).shape;
  const Shape& out = op.output(0).shape;
  const auto element = static_cast<std::int32_t>(dtype_bytes(op.input(0).type));
  const ResizeParams params{in.dims[0],
                            in.dims[1],
                            in.dims[2],
                            out.dims[1],
                            out.dims[2],
                            in.dims[3] * element,
                            op.option<std::uint8_t>(kAlignCorners, 0) != 0,
                            op.option<std::uint8_t>(kHalfPixelCenters, 0) != 0};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  resize_nearest_neighbor(op.params<ResizeParams>(), op.input<std::uint8_t>(0),
                          op.output<std::uint8_t>(0));
}

}  // namespace

extern const OpDefinition resize_nearest_neighbor_definition = {
    builtin::kResizeNearestNeighbor, "RESIZE_NEAREST_NEIGHBOR", 4, plan, run};

}  // namespace tadpole::device
