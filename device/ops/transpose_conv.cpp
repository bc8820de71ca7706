// SPDX-License-Identifier: Apache-2.0
#include "device/ops/transpose_conv.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

// Inputs: the output's shape, weights, the image, a bias that may be missing.
constexpr std::uint32_t kShape = 0, kWeights = 1, kImage = 2, kBias = 3;
constexpr int kPadding = 0, kStrideW = 1, kStrideH = 2, kActivation = 3;

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(kImage).type;
  if (type != DType::float32 && type != DType::int8) return Reason::input_type;
  if (type == DType::float32 && op.input(kWeights).type == DType::int8) return Reason::hybrid;
  if (op.input(kWeights).type != type) return Reason::weights_type;
  if (op.output(0).type != type) return Reason::output_type;
  const DType bias_type = type == DType::float32 ? DType::float32 : DType::int32;
  if (op.has_input(kBias) && op.input(kBias).type != bias_type) return Reason::bias_type;
  return Reason::none;
}

// The requested shape is the output tensor's; a model that computes it is not fixed.
Reason check_requested_shape(const OpPlanner& op) {
  const Tensor& wanted = op.input(kShape);
  const Shape& out = op.output(0).shape;
  if (!wanted.is_constant) return Reason::not_constant;
  if (wanted.type != DType::int32 || wanted.shape.elements() != 4) return Reason::output_shape;
  std::int32_t dims[4] = {};
  std::memcpy(dims, wanted.data, sizeof dims);
  for (std::int32_t i = 0; i < 4; ++i) {
    if (dims[i] != out.dims[i]) return Reason::output_shape;
  }
  return Reason::none;
}

Reason read_shapes(const OpPlanner& op, Window& w) {
  const Shape& in = op.input(kImage).shape;
  const Shape& out = op.output(0).shape;
  const Shape& weights = op.input(kWeights).shape;
  if (in.rank != 4) return Reason::input_shape;
  if (out.rank != 4 || out.dims[0] != in.dims[0]) return Reason::output_shape;
  if (weights.rank != 4 || weights.dims[0] != out.dims[3] || weights.dims[3] != in.dims[3])
    return Reason::weights_shape;
  w = {in.dims[0],
       in.dims[1],
       in.dims[2],
       in.dims[3],
       out.dims[1],
       out.dims[2],
       out.dims[3],
       weights.dims[1],
       weights.dims[2],
       op.option<std::int32_t>(kStrideH, 0),
       op.option<std::int32_t>(kStrideW, 0)};
  return check_window_sizes(w);
}

// The convolution of the output's shape must give the input's.
Reason read_padding(const OpPlanner& op, Window& w) {
  constexpr std::int32_t kLargest = 1 << 24;
  const auto padding = op.option<std::int8_t>(kPadding, 0);
  if (padding != 0 && padding != 1) return Reason::padding;
  if (w.output_h > kLargest || w.output_w > kLargest) return Reason::output_shape;
  const auto mode = static_cast<PaddingMode>(padding);
  if (w.input_h != window_output(mode, w.output_h, w.filter_h, w.stride_h, 1) ||
      w.input_w != window_output(mode, w.output_w, w.filter_w, w.stride_w, 1))
    return Reason::output_shape;
  if (mode == PaddingMode::same) {
    w.pad_top = window_padding(w.output_h, w.input_h, w.filter_h, w.stride_h, 1);
    w.pad_left = window_padding(w.output_w, w.input_w, w.filter_w, w.stride_w, 1);
  }
  return Reason::none;
}

Reason plan_int8(OpPlanner& op, const Window& w) {
  TADPOLE_CHECK(check_layer_quantization(op, w.output_c, kImage));
  ChannelMultipliers channels;
  TADPOLE_CHECK(keep_channel_multipliers(op, w.output_c, channels, kImage));
  const TransposeConvParams params{w,   -op.input(kImage).zero_point, op.output(0).zero_point, -128,
                                   127, channels.multiplier,          channels.shift};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 4));
  TADPOLE_CHECK(op.expect_options(OptionsTable::transpose_conv));
  TADPOLE_CHECK(check_types(op));
  Window w;
  TADPOLE_CHECK(read_shapes(op, w));
  TADPOLE_CHECK(read_padding(op, w));
  TADPOLE_CHECK(check_requested_shape(op));
  if (op.has_input(kBias) && op.input(kBias).shape.elements() != w.output_c)
    return Reason::bias_shape;
  if (op.option<std::int8_t>(kActivation, 0) != 0) return Reason::no_activation;
  op.count_macs(static_cast<std::int64_t>(op.input(kImage).shape.elements()) * w.filter_h *
                w.filter_w * w.output_c);
  if (op.input(kImage).type == DType::int8) return plan_int8(op, w);
  const TransposeConvFloatParams params{w};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  if (op.output_tensor(0).type == DType::int8) {
    transpose_conv(op.params<TransposeConvParams>(), op.input<std::int8_t>(kImage),
                   op.input<std::int8_t>(kWeights), op.input<std::int32_t>(kBias),
                   op.output<std::int8_t>(0));
  } else {
    transpose_conv(op.params<TransposeConvFloatParams>(), op.input<float>(kImage),
                   op.input<float>(kWeights), op.input<float>(kBias), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition transpose_conv_definition = {builtin::kTransposeConv, "TRANSPOSE_CONV", 5,
                                                       plan, run};

}  // namespace tadpole::device
