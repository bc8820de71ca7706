// SPDX-License-Identifier: Apache-2.0
#include "device/ops/conv_2d.h"

#include "device/ops/dynamic_range_layers.h"
#include "device/ops/int16_layers.h"
#include "device/ops/plan_checks.h"
#include "device/ops/x86/plan_packed_dot.h"

namespace tadpole::device {
namespace {

constexpr WindowFields kFields{
    .padding = 0, .stride_w = 1, .stride_h = 2, .dilation_w = 4, .dilation_h = 5};
constexpr int kActivation = 3;

struct Int8Record {
  Conv2dParams params;
  PackedDot dot;  // the fast twin, where there is one
};

Reason read_shapes(const OpPlanner& op, Window& w, std::int32_t& filter_c) {
  const Shape& filter = op.input(1).shape;
  if (filter.rank != 4) return Reason::weights_shape;
  w.filter_h = filter.dims[1];
  w.filter_w = filter.dims[2];
  filter_c = filter.dims[3];
  TADPOLE_CHECK(read_window(op, kFields, w));
  if (filter.dims[0] != w.output_c) return Reason::weights_shape;
  if (w.input_c % filter_c != 0) return Reason::channel_count;
  if (w.output_c % (w.input_c / filter_c) != 0) return Reason::channel_count;
  return check_bias(op, w.output_c);
}

Reason plan_stored(OpPlanner& op, const Window& w, std::int32_t filter_c,
                   FusedActivation activation) {
  TADPOLE_CHECK(check_layer_quantization(op, w.output_c));
  ChannelMultipliers channels;
  TADPOLE_CHECK(
      keep_channel_multipliers(op, w.output_c, channels, {.most_shift = most_layer_shift(op)}));
  const ActivationRange range = stored_activation_range(activation, op.output(0));
  const Conv2dParams params{w,         filter_c,  -op.input(0).zero_point, op.output(0).zero_point,
                            range.min, range.max, channels.multiplier,     channels.shift};
  if (op.input(0).type == DType::int16) {
    TADPOLE_CHECK(check_int16_bias(op));
    return op.keep_params(params) ? Reason::none : Reason::arena;
  }
  Int8Record record{params, {}};
  if (filter_c == w.input_c) {
    TADPOLE_CHECK(plan_packed_dot(op, w.output_c, w.filter_h * w.filter_w * filter_c, record.dot));
  }
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

// As TensorFlow Lite: weights of one scale meet symmetric activations.
Reason plan_dynamic(OpPlanner& op, const Conv2dFloatParams& real) {
  Conv2dDynamicParams params{real, {}};
  TADPOLE_CHECK(keep_dynamic_range(op,
                                   {.batches = real.window.batches,
                                    .channels = real.window.output_c,
                                    .asymmetric = op.input(1).scale_count > 1},
                                   params.range));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 3));
  TADPOLE_CHECK(op.expect_options(OptionsTable::conv_2d));
  TADPOLE_CHECK(check_layer_types(op));
  Window w;
  std::int32_t filter_c = 1;
  TADPOLE_CHECK(read_shapes(op, w, filter_c));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(static_cast<std::int64_t>(op.output(0).shape.elements()) * w.filter_h * w.filter_w *
                filter_c);
  if (op.input(0).type != DType::float32) return plan_stored(op, w, filter_c, activation);
  const FloatRange range = float_activation_range(activation);
  const Conv2dFloatParams params{w, filter_c, range.min, range.max};
  if (is_dynamic_range(op)) return plan_dynamic(op, params);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run_int8(const OpRun& op) {
  const auto& record = op.params<Int8Record>();
  const auto* input = op.input<std::int8_t>(0);
  const auto* weights = op.input<std::int8_t>(1);
  const auto* bias = op.input<std::int32_t>(2);
  if (record.dot.weights != nullptr) {
    conv_2d_packed(record.params, record.dot, input, weights, bias, op.output<std::int8_t>(0));
  } else {
    conv_2d(record.params, input, weights, bias, op.output<std::int8_t>(0));
  }
}

template <typename Sum>
void run_int16(const OpRun& op) {
  conv_2d(op.params<Conv2dParams>(), op.input<std::int16_t>(0), op.input<std::int8_t>(1),
          op.input<Sum>(2), op.output<std::int16_t>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_int8(op);
  } else if (type == DType::int16) {
    input_is(op, 2, DType::int64) ? run_int16<std::int64_t>(op) : run_int16<std::int32_t>(op);
  } else if (input_is(op, 1, DType::int8)) {
    conv_2d(op.params<Conv2dDynamicParams>(), op.input<float>(0), op.input<std::int8_t>(1),
            op.input<float>(2), op.output<float>(0));
  } else {
    conv_2d(op.params<Conv2dFloatParams>(), op.input<float>(0), op.input<float>(1),
            op.input<float>(2), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition conv_2d_definition = {builtin::kConv2d, "CONV_2D", 8, plan, run};

}  // namespace tadpole::device
