// SPDX-License-Identifier: Apache-2.0
#include "device/ops/depthwise_conv_2d.h"

#include "device/ops/dynamic_range_layers.h"
#include "device/ops/int16_layers.h"
#include "device/ops/plan_checks.h"
#include "device/ops/x86/depthwise_rows.h"

namespace tadpole::device {
namespace {

// Field 3 repeats the depth multiplier; the shapes say it too, and they count.
constexpr WindowFields kFields{
    .padding = 0, .stride_w = 1, .stride_h = 2, .dilation_w = 5, .dilation_h = 6};
constexpr int kActivation = 4;

using Int8Kernel = void (*)(const DepthwiseConv2dParams&, const std::int8_t*, const std::int8_t*,
                            const std::int32_t*, std::int8_t*);

struct Int8Record {
  DepthwiseConv2dParams params;
  Int8Kernel kernel = nullptr;  // the reference, or its fast twin
};

Reason read_shapes(const OpPlanner& op, Window& w, std::int32_t& depth_multiplier) {
  const Shape& filter = op.input(1).shape;
  if (filter.rank != 4 || filter.dims[0] != 1) return Reason::weights_shape;
  w.filter_h = filter.dims[1];
  w.filter_w = filter.dims[2];
  TADPOLE_CHECK(read_window(op, kFields, w));
  if (filter.dims[3] != w.output_c) return Reason::weights_shape;
  if (w.output_c % w.input_c != 0) return Reason::depth_multiplier;
  depth_multiplier = w.output_c / w.input_c;
  return check_bias(op, w.output_c);
}

Reason plan_stored(OpPlanner& op, const Window& w, std::int32_t depth_multiplier,
                   FusedActivation activation) {
  const bool int16 = op.input(0).type == DType::int16;
  TADPOLE_CHECK(check_layer_quantization(op, w.output_c));
  ChannelMultipliers channels;
  TADPOLE_CHECK(keep_channel_multipliers(
      op, w.output_c, channels, {.most_shift = int16 ? kMaxWideLeftShift : kMaxLeftShift}));
  const ActivationRange range = stored_activation_range(activation, op.output(0));
  const DepthwiseConv2dParams params{
      w,         depth_multiplier, -op.input(0).zero_point, op.output(0).zero_point,
      range.min, range.max,        channels.multiplier,     channels.shift};
  if (int16) {  // the reference has no 32-bit sums here
    if (op.has_input(2) && !sums_are_wide(op)) return Reason::bias_type;
    return op.keep_params(params) ? Reason::none : Reason::arena;
  }
  Int8Record record{params, depthwise_conv_2d};
  if (op.may_use_twins() && depthwise_rows_available(record.params))
    record.kernel = depthwise_conv_2d_rows;
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan_dynamic(OpPlanner& op, const DepthwiseConv2dFloatParams& real) {
  DepthwiseConv2dDynamicParams params{real, {}};
  TADPOLE_CHECK(keep_dynamic_range(
      op, {.batches = real.window.batches, .channels = real.window.output_c, .asymmetric = true},
      params.range));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 3));
  TADPOLE_CHECK(op.expect_options(OptionsTable::depthwise_conv_2d));
  TADPOLE_CHECK(check_layer_types(op));
  Window w;
  std::int32_t depth_multiplier = 1;
  TADPOLE_CHECK(read_shapes(op, w, depth_multiplier));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(static_cast<std::int64_t>(op.output(0).shape.elements()) * w.filter_h * w.filter_w);
  if (op.input(0).type != DType::float32) return plan_stored(op, w, depth_multiplier, activation);
  const FloatRange range = float_activation_range(activation);
  const DepthwiseConv2dFloatParams params{w, depth_multiplier, range.min, range.max};
  if (is_dynamic_range(op)) return plan_dynamic(op, params);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    const auto& record = op.params<Int8Record>();
    record.kernel(record.params, op.input<std::int8_t>(0), op.input<std::int8_t>(1),
                  op.input<std::int32_t>(2), op.output<std::int8_t>(0));
  } else if (type == DType::int16) {
    depthwise_conv_2d(op.params<DepthwiseConv2dParams>(), op.input<std::int16_t>(0),
                      op.input<std::int8_t>(1), op.input<std::int64_t>(2),
                      op.output<std::int16_t>(0));
  } else if (input_is(op, 1, DType::int8)) {
    depthwise_conv_2d(op.params<DepthwiseConv2dDynamicParams>(), op.input<float>(0),
                      op.input<std::int8_t>(1), op.input<float>(2), op.output<float>(0));
  } else {
    depthwise_conv_2d(op.params<DepthwiseConv2dFloatParams>(), op.input<float>(0),
                      op.input<float>(1), op.input<float>(2), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition depthwise_conv_2d_definition = {builtin::kDepthwiseConv2d,
                                                          "DEPTHWISE_CONV_2D", 7, plan, run};

}  // namespace tadpole::device
