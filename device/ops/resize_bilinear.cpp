// SPDX-License-Identifier: Apache-2.0
#include "device/ops/resize_bilinear.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kAlignCorners = 2, kHalfPixelCenters = 3;
constexpr std::int32_t kLargestSide = 1 << 20;  // places of 10 bits stay in int32

struct Record {
  ResizeParams params;
  std::int32_t channels = 1;
};

Reason check_types(const OpPlanner& op) {
  const Tensor& input = op.input(0);
  if (input.type != DType::float32 && input.type != DType::int8) return Reason::input_type;
  if (op.output(0).type != input.type) return Reason::output_type;
  return input.scale_count > 0 ? check_same_quantization(input, op.output(0)) : Reason::none;
}

// The size is an input of its own; the output's shape carries it too, and that is what counts.
Reason check_shapes(const OpPlanner& op) {
  const Shape& in = op.input(0).shape;
  const Shape& out = op.output(0).shape;
  if (in.rank != 4) return Reason::input_shape;
  if (out.rank != 4 || out.dims[0] != in.dims[0] || out.dims[3] != in.dims[3])
    return Reason::output_shape;
  for (std::int32_t i = 1; i < 3; ++i) {
    if (in.dims[i] > kLargestSide || out.dims[i] > kLargestSide) return Reason::input_shape;
  }
  return Reason::none;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::resize_bilinear));
  TADPOLE_CHECK(check_types(op));
  TADPOLE_CHECK(check_shapes(op));
  const Shape& in = op.input(0).shape;
  const Shape& out = op.output(0).shape;
  const Record record{{in.dims[0], in.dims[1], in.dims[2], out.dims[1], out.dims[2], 1,
                       op.option<std::uint8_t>(kAlignCorners, 0) != 0,
                       op.option<std::uint8_t>(kHalfPixelCenters, 0) != 0},
                      in.dims[3]};
  op.count_macs(4 * static_cast<std::int64_t>(out.elements()));
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  if (op.input_tensor(0).type == DType::int8) {
    resize_bilinear(r.params, r.channels, op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else {
    resize_bilinear(r.params, r.channels, op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition resize_bilinear_definition = {builtin::kResizeBilinear, "RESIZE_BILINEAR",
                                                        4, plan, run};

}  // namespace tadpole::device
