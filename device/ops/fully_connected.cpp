// SPDX-License-Identifier: Apache-2.0
#include "device/ops/fully_connected.h"

#include "device/ops/dynamic_range_layers.h"
#include "device/ops/int16_layers.h"
#include "device/ops/plan_checks.h"
#include "device/ops/x86/plan_packed_dot.h"

namespace tadpole::device {
namespace {

constexpr int kActivation = 0, kWeightsFormat = 1, kAsymmetricInputs = 3;

struct Int8Record {
  FullyConnectedParams params;
  PackedDot dot;  // the fast twin, where there is one
};

struct Sizes {
  std::int32_t batches = 1, inputs = 1, outputs = 1;
};

Reason read_sizes(const OpPlanner& op, Sizes& sizes) {
  const Shape& weights = op.input(1).shape;
  if (weights.rank != 2) return Reason::weights_shape;
  sizes.outputs = weights.dims[0];
  sizes.inputs = weights.dims[1];
  const std::int32_t given = op.input(0).shape.elements();
  if (given % sizes.inputs != 0) return Reason::weights_shape;
  sizes.batches = given / sizes.inputs;
  const Shape& output = op.output(0).shape;
  const std::int64_t wanted = static_cast<std::int64_t>(sizes.batches) * sizes.outputs;
  if (output.elements() != wanted || output.last() != sizes.outputs) return Reason::output_shape;
  return check_bias(op, sizes.outputs);
}

// With one scale for all weights the reference multiplies the two scales in single precision,
// unlike everywhere else.
Reason keep_one_multiplier(OpPlanner& op, ChannelMultipliers& out) {
  auto* kept = op.keep<QuantizedMultiplier>(1);
  if (kept == nullptr) return Reason::arena;
  const float product = op.input(0).scale * op.input(1).scale;
  if (!is_positive_finite(product)) return Reason::scale_ratio;
  *kept = quantize_multiplier(product, op.output(0).scale);
  out = {&kept->multiplier, &kept->shift};
  return check_multiplier(*kept, most_layer_shift(op));
}

Reason plan_stored(OpPlanner& op, const Sizes& sizes, FusedActivation activation) {
  TADPOLE_CHECK(check_layer_quantization(op, sizes.outputs));
  const bool per_channel = op.input(1).scale_count > 1;
  ChannelMultipliers channels;
  TADPOLE_CHECK(per_channel ? keep_channel_multipliers(op, sizes.outputs, channels,
                                                       {.most_shift = most_layer_shift(op)})
                            : keep_one_multiplier(op, channels));
  const ActivationRange range = stored_activation_range(activation, op.output(0));
  const FullyConnectedParams params{sizes.batches,
                                    sizes.inputs,
                                    sizes.outputs,
                                    -op.input(0).zero_point,
                                    0,
                                    op.output(0).zero_point,
                                    range.min,
                                    range.max,
                                    channels.multiplier,
                                    channels.shift,
                                    per_channel};
  if (op.input(0).type == DType::int16) {
    TADPOLE_CHECK(check_int16_bias(op));
    return op.keep_params(params) ? Reason::none : Reason::arena;
  }
  Int8Record record{params, {}};
  TADPOLE_CHECK(plan_packed_dot(op, sizes.outputs, sizes.inputs, record.dot));
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

Reason plan_dynamic(OpPlanner& op, const FullyConnectedFloatParams& real) {
  FullyConnectedDynamicParams params{real, {}};
  TADPOLE_CHECK(
      keep_dynamic_range(op,
                         {.batches = real.batches,
                          .channels = real.outputs,
                          .asymmetric = op.option<std::uint8_t>(kAsymmetricInputs, 0) != 0},
                         params.range));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 3));
  TADPOLE_CHECK(op.expect_options(OptionsTable::fully_connected));
  TADPOLE_CHECK(check_layer_types(op));
  if (op.option<std::int8_t>(kWeightsFormat, 0) != 0) return Reason::weights_format;
  Sizes sizes;
  TADPOLE_CHECK(read_sizes(op, sizes));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(static_cast<std::int64_t>(op.output(0).shape.elements()) * sizes.inputs);
  if (op.input(0).type != DType::float32) return plan_stored(op, sizes, activation);
  const FloatRange range = float_activation_range(activation);
  const FullyConnectedFloatParams params{sizes.batches, sizes.inputs, sizes.outputs, range.min,
                                         range.max};
  if (is_dynamic_range(op)) return plan_dynamic(op, params);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run_int8(const OpRun& op) {
  const auto& record = op.params<Int8Record>();
  const auto* input = op.input<std::int8_t>(0);
  const auto* weights = op.input<std::int8_t>(1);
  const auto* bias = op.input<std::int32_t>(2);
  if (record.dot.weights != nullptr) {
    fully_connected_packed(record.params, record.dot, input, weights, bias,
                           op.output<std::int8_t>(0));
  } else {
    fully_connected(record.params, input, weights, bias, op.output<std::int8_t>(0));
  }
}

template <typename Sum>
void run_int16(const OpRun& op) {
  fully_connected(op.params<FullyConnectedParams>(), op.input<std::int16_t>(0),
                  op.input<std::int8_t>(1), op.input<Sum>(2), op.output<std::int16_t>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_int8(op);
  } else if (type == DType::int16) {
    input_is(op, 2, DType::int64) ? run_int16<std::int64_t>(op) : run_int16<std::int32_t>(op);
  } else if (input_is(op, 1, DType::int8)) {
    fully_connected(op.params<FullyConnectedDynamicParams>(), op.input<float>(0),
                    op.input<std::int8_t>(1), op.input<float>(2), op.output<float>(0));
  } else {
    fully_connected(op.params<FullyConnectedFloatParams>(), op.input<float>(0), op.input<float>(1),
                    op.input<float>(2), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition fully_connected_definition = {builtin::kFullyConnected, "FULLY_CONNECTED",
                                                        12, plan, run};

}  // namespace tadpole::device
