// SPDX-License-Identifier: Apache-2.0
#include "device/ops/transpose_conv.h"

#include "device/ops/dynamic_range_layers.h"
#include "device/ops/int16_layers.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

// Inputs: the output's shape, weights, the image, a bias that may be missing.
constexpr std::uint32_t kShape = 0, kWeights = 1, kImage = 2, kBias = 3;
constexpr int kPadding = 0, kStrideW = 1, kStrideH = 2, kActivation = 3;

struct Int16Record {
  TransposeConvParams params;
  const std::int64_t* bias = nullptr;  // kept here when the model's has 16 bits
};

// The requested shape is the output tensor's. One that is computed is not looked at: memory is
// planned for the output tensor's.
Reason check_requested_shape(const OpPlanner& op) {
  const Tensor& wanted = op.input(kShape);
  const Shape& out = op.output(0).shape;
  if (wanted.type != DType::int32 || wanted.shape.elements() != 4) return Reason::output_shape;
  if (!wanted.is_constant) return Reason::none;
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

// A bias of 64 bits, or of 16, which is widened.
Reason plan_int16(OpPlanner& op, const TransposeConvParams& params) {
  Int16Record record{params};
  if (op.has_input(kBias) && !sums_are_wide(op, kBias)) {
    const Tensor& bias = op.input(kBias);
    if (bias.type != DType::int16 || !bias.is_constant) return Reason::bias_type;
    const auto n = static_cast<std::size_t>(bias.shape.elements());
    auto* wide = op.keep<std::int64_t>(n);
    if (wide == nullptr) return Reason::arena;
    const auto* narrow = reinterpret_cast<const std::int16_t*>(bias.data);
    for (std::size_t c = 0; c < n; ++c) wide[c] = narrow[c];
    record.bias = wide;
  }
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan_stored(OpPlanner& op, const Window& w) {
  const bool int16 = op.input(kImage).type == DType::int16;
  TADPOLE_CHECK(check_layer_quantization(op, w.output_c, kImage));
  ChannelMultipliers channels;
  TADPOLE_CHECK(keep_channel_multipliers(
      op, w.output_c, channels,
      {.input = kImage, .most_shift = int16 ? kMaxWideLeftShift : kMaxLeftShift}));
  const TypeRange range = type_range(op.output(0).type);
  const TransposeConvParams params{
      w,         -op.input(kImage).zero_point, op.output(0).zero_point, range.min,
      range.max, channels.multiplier,          channels.shift};
  if (int16) return plan_int16(op, params);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan_dynamic(OpPlanner& op, const Window& w) {
  TransposeConvDynamicParams params{{w}, {}};
  TADPOLE_CHECK(keep_dynamic_range(
      op, {.batches = w.batches, .channels = w.output_c, .input = kImage}, params.range));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 4));
  TADPOLE_CHECK(op.expect_options(OptionsTable::transpose_conv));
  TADPOLE_CHECK(check_layer_types(op, {.data = kImage, .weights = kWeights, .bias = kBias}));
  Window w;
  TADPOLE_CHECK(read_shapes(op, w));
  TADPOLE_CHECK(read_padding(op, w));
  TADPOLE_CHECK(check_requested_shape(op));
  if (op.has_input(kBias) && op.input(kBias).shape.elements() != w.output_c)
    return Reason::bias_shape;
  if (op.option<std::int8_t>(kActivation, 0) != 0) return Reason::no_activation;
  op.count_macs(static_cast<std::int64_t>(op.input(kImage).shape.elements()) * w.filter_h *
                w.filter_w * w.output_c);
  if (op.input(kImage).type != DType::float32) return plan_stored(op, w);
  if (op.input(kWeights).type == DType::int8) return plan_dynamic(op, w);
  const TransposeConvFloatParams params{w};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run_int16(const OpRun& op) {
  const auto& record = op.params<Int16Record>();
  const auto* bias = record.bias != nullptr ? record.bias : op.input<std::int64_t>(kBias);
  transpose_conv(record.params, op.input<std::int16_t>(kImage), op.input<std::int8_t>(kWeights),
                 bias, op.output<std::int16_t>(0));
}

void run(const OpRun& op) {
  const DType type = op.output_tensor(0).type;
  if (type == DType::int16) {
    run_int16(op);
  } else if (type == DType::int8) {
    transpose_conv(op.params<TransposeConvParams>(), op.input<std::int8_t>(kImage),
                   op.input<std::int8_t>(kWeights), op.input<std::int32_t>(kBias),
                   op.output<std::int8_t>(0));
  } else if (op.input_tensor(kWeights).type == DType::int8) {
    transpose_conv(op.params<TransposeConvDynamicParams>(), op.input<float>(kImage),
                   op.input<std::int8_t>(kWeights), op.input<float>(kBias), op.output<float>(0));
  } else {
    transpose_conv(op.params<TransposeConvFloatParams>(), op.input<float>(kImage),
                   op.input<float>(kWeights), op.input<float>(kBias), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition transpose_conv_definition = {builtin::kTransposeConv, "TRANSPOSE_CONV", 5,
                                                       plan, run};

}  // namespace tadpole::device
