// SPDX-License-Identifier: Apache-2.0
// Checks that several operators make when they are planned.
#pragma once
#include "device/model/op_definition.h"
#include "device/ops/dynamic_range.h"
#include "device/ops/wide_sum.h"
#include "device/ops/window.h"

namespace tadpole::device {

struct TypeRange {
  std::int32_t min = 0, max = 0;
};

constexpr TypeRange type_range(DType type) {
  switch (type) {
    case DType::int8:
      return {-128, 127};
    case DType::uint8:
      return {0, 255};
    case DType::int16:
      return {-32768, 32767};
    case DType::boolean:
      return {0, 1};
    default:
      return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
  }
}

// One positive finite scale, and a zero point that the type can hold.
inline Reason check_quantized(const Tensor& tensor) {
  if (tensor.scale_count == 0) return Reason::quantization_missing;
  if (tensor.scale_count != 1) return Reason::scale_count;
  if (!is_positive_finite(tensor.scale)) return Reason::scale;
  const TypeRange range = type_range(tensor.type);
  const bool held =
      tensor.zero_point_fits && tensor.zero_point >= range.min && tensor.zero_point <= range.max;
  return held ? Reason::none : Reason::zero_point;
}

// The same for an activation: in 16 bits they are symmetric.
inline Reason check_activation(const Tensor& tensor) {
  TADPOLE_CHECK(check_quantized(tensor));
  return tensor.type != DType::int16 || tensor.zero_point == 0 ? Reason::none : Reason::zero_point;
}

// A multiplier that multiply_by_quantized_multiplier takes, not larger than 2^most_shift.
inline Reason check_multiplier(QuantizedMultiplier m, std::int32_t most_shift = kMaxLeftShift) {
  return m.shift <= most_shift ? Reason::none : Reason::scale_ratio;
}

// For operators that hand stored numbers through. The tolerance is TensorFlow Lite's.
inline Reason check_same_quantization(const Tensor& a, const Tensor& b) {
  const float difference = a.scale - b.scale;
  const bool same = difference <= 1e-6F && difference >= -1e-6F && a.zero_point == b.zero_point;
  return same ? Reason::none : Reason::scales_differ;
}

inline Reason read_activation(const OpPlanner& op, int field, FusedActivation& activation) {
  const auto code = op.option<std::int8_t>(field, 0);
  if (code < 0 || code > 3) return Reason::activation;
  activation = static_cast<FusedActivation>(code);
  return Reason::none;
}

inline ActivationRange stored_activation_range(FusedActivation activation, const Tensor& output) {
  const TypeRange type = type_range(output.type);
  return activation_range(activation, output.scale, output.zero_point, type.min, type.max);
}

// Where a layer with weights has its inputs.
struct LayerSlots {
  std::uint32_t data = 0, weights = 1, bias = 2;
};

// Types of input, weights, bias and output of a layer with weights: all float; float with int8
// weights; int8 with an int32 bias; int16 with int8 weights, whose bias the operator judges.
inline Reason check_layer_types(const OpPlanner& op, const LayerSlots& at = {}) {
  const DType type = op.input(at.data).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  const DType weights = op.input(at.weights).type;
  const bool narrow = weights == DType::int8;  // with any input
  if (!narrow && (weights != DType::float32 || type != weights)) return Reason::weights_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (!op.has_input(at.bias) || type == DType::int16) return Reason::none;
  const DType bias_type = type == DType::float32 ? DType::float32 : DType::int32;
  return op.input(at.bias).type == bias_type ? Reason::none : Reason::bias_type;
}

// Whether a layer of 16-bit activations sums in 64 bits: its bias has them.
inline bool sums_are_wide(const OpPlanner& op, std::uint32_t bias = 2) {
  return op.has_input(bias) && op.input(bias).type == DType::int64;
}

// The bias of 16-bit activations that sum in 32 or 64 bits: none, int32 or int64.
inline Reason check_int16_bias(const OpPlanner& op) {
  const bool known = !op.has_input(2) || op.input(2).type == DType::int32 || sums_are_wide(op);
  return known ? Reason::none : Reason::bias_type;
}

inline Reason check_bias(const OpPlanner& op, std::int32_t channels) {
  const bool fits = !op.has_input(2) || op.input(2).shape.elements() == channels;
  return fits ? Reason::none : Reason::bias_shape;
}

// The quantization of symmetric weights (input 1): one scale, or one per output channel.
inline Reason check_weights_quantization(const OpPlanner& op, std::int32_t channels) {
  const Tensor& weights = op.input(1);
  if (weights.scale_count == 0) return Reason::quantization_missing;
  if (weights.scale_count != 1 && weights.scale_count != static_cast<std::uint32_t>(channels)) {
    return Reason::scale_count;
  }
  if (!weights.zero_point_fits) return Reason::zero_point;
  if (!op.zero_points_are_zero(op.input_index(1))) return Reason::zero_point_not_zero;
  return op.all_scales_positive(op.input_index(1)) ? Reason::none : Reason::scale;
}

// The quantization of a layer's input, symmetric weights (input 1) and output.
inline Reason check_layer_quantization(const OpPlanner& op, std::int32_t channels,
                                       std::uint32_t input = 0) {
  TADPOLE_CHECK(check_activation(op.input(input)));
  TADPOLE_CHECK(check_activation(op.output(0)));
  return check_weights_quantization(op, channels);
}

struct ChannelMultipliers {
  const std::int32_t* multiplier = nullptr;
  const std::int32_t* shift = nullptr;
};

// The largest left shift that the sums of a layer of int8 or int16 activations allow.
inline std::int32_t most_layer_shift(const OpPlanner& op, std::uint32_t bias = 2) {
  return sums_are_wide(op, bias) ? kMaxWideLeftShift : kMaxLeftShift;
}

struct MultiplierLimits {
  std::uint32_t input = 0;  // whose scale goes in
  std::int32_t most_shift = kMaxLeftShift;
};

// One multiplier per output channel, input scale * weight scale / output scale, kept in the arena.
inline Reason keep_channel_multipliers(OpPlanner& op, std::int32_t channels,
                                       ChannelMultipliers& out, const MultiplierLimits& o = {}) {
  const auto n = static_cast<std::size_t>(channels);
  auto* multiplier = op.keep<std::int32_t>(n);
  auto* shift = op.keep<std::int32_t>(n);
  if (multiplier == nullptr || shift == nullptr) return Reason::arena;
  const bool per_channel = op.input(1).scale_count > 1;
  for (std::size_t c = 0; c < n; ++c) {
    const float weights =
        op.scale_of(op.input_index(1), per_channel ? static_cast<std::uint32_t>(c) : 0);
    const QuantizedMultiplier m =
        quantize_multiplier(op.input(o.input).scale, weights, op.output(0).scale);
    TADPOLE_CHECK(check_multiplier(m, o.most_shift));
    multiplier[c] = m.multiplier;
    shift[c] = m.shift;
  }
  out = {multiplier, shift};
  return Reason::none;
}

// Where an operator's options hold the window; -1: it has no such field.
struct WindowFields {
  int padding = 0, stride_w = 1, stride_h = 2, dilation_w = -1, dilation_h = -1;
};

inline Reason check_window_sizes(const Window& w) {
  constexpr std::int32_t kLargestStride = 1 << 15;
  constexpr std::int32_t kLargest =
      1 << 24;  // pixels along one axis, and what a dilated filter spans
  const std::int32_t sizes[] = {w.filter_h, w.filter_w, w.dilation_h, w.dilation_w};
  for (const std::int32_t size : sizes) {
    if (size < 1 || size > kLargest) return Reason::filter_size;
  }
  if (w.stride_h < 1 || w.stride_w < 1 || w.stride_h > kLargestStride ||
      w.stride_w > kLargestStride) {
    return Reason::stride;
  }
  if (w.input_h > kLargest || w.input_w > kLargest) return Reason::input_shape;
  const std::int64_t reach_h = static_cast<std::int64_t>(w.filter_h - 1) * w.dilation_h;
  const std::int64_t reach_w = static_cast<std::int64_t>(w.filter_w - 1) * w.dilation_w;
  return reach_h < kLargest && reach_w < kLargest ? Reason::none : Reason::dilation;
}

// Fills w from the shapes of input 0 and output 0 and the options. Expects: filter_h and filter_w
// are set.
inline Reason read_window(const OpPlanner& op, const WindowFields& fields, Window& w) {
  const Shape& in = op.input(0).shape;
  const Shape& out = op.output(0).shape;
  if (in.rank != 4) return Reason::input_shape;
  if (out.rank != 4 || out.dims[0] != in.dims[0]) return Reason::output_shape;
  w.batches = in.dims[0];
  w.input_h = in.dims[1];
  w.input_w = in.dims[2];
  w.input_c = in.dims[3];
  w.output_h = out.dims[1];
  w.output_w = out.dims[2];
  w.output_c = out.dims[3];
  w.stride_h = op.option<std::int32_t>(fields.stride_h, 0);
  w.stride_w = op.option<std::int32_t>(fields.stride_w, 0);
  if (fields.dilation_h >= 0) {
    w.dilation_h = op.option<std::int32_t>(fields.dilation_h, 1);
    w.dilation_w = op.option<std::int32_t>(fields.dilation_w, 1);
  }
  TADPOLE_CHECK(check_window_sizes(w));
  const auto padding = op.option<std::int8_t>(fields.padding, 0);
  if (padding != 0 && padding != 1) return Reason::padding;
  const auto mode = static_cast<PaddingMode>(padding);
  const bool fits =
      w.output_h == window_output(mode, w.input_h, w.filter_h, w.stride_h, w.dilation_h) &&
      w.output_w == window_output(mode, w.input_w, w.filter_w, w.stride_w, w.dilation_w);
  if (!fits) return Reason::output_shape;
  if (mode == PaddingMode::same) {
    w.pad_top = window_padding(w.input_h, w.output_h, w.filter_h, w.stride_h, w.dilation_h);
    w.pad_left = window_padding(w.input_w, w.output_w, w.filter_w, w.stride_w, w.dilation_w);
  }
  return Reason::none;
}

// Whether float activations meet int8 weights.
inline bool is_dynamic_range(const OpPlanner& op) {
  return op.input(0).type == DType::float32 && op.input(1).type == DType::int8;
}

struct DynamicRangeSizes {
  std::int32_t batches = 1, channels = 1;
  bool asymmetric = false;
  std::uint32_t input = 0;  // which one holds the activations; the weights are input 1
};

// Memory for the rounded input, and the scales of the weights, one per output channel.
inline Reason keep_dynamic_range(OpPlanner& op, const DynamicRangeSizes& sizes, DynamicRange& out) {
  TADPOLE_CHECK(check_weights_quantization(op, sizes.channels));
  const std::int32_t values = op.input(sizes.input).shape.elements();
  auto* scale = op.keep<float>(static_cast<std::size_t>(sizes.channels));
  out = {op.keep<std::int8_t>(static_cast<std::size_t>(values)),
         op.keep<RoundedRow>(static_cast<std::size_t>(sizes.batches)),
         sizes.batches,
         values / sizes.batches,
         scale,
         sizes.asymmetric};
  if (scale == nullptr || out.stored == nullptr || out.rows == nullptr) return Reason::arena;
  const bool per_channel = op.input(1).scale_count > 1;
  for (std::int32_t c = 0; c < sizes.channels; ++c)
    scale[c] = op.scale_of(op.input_index(1), per_channel ? static_cast<std::uint32_t>(c) : 0);
  return Reason::none;
}

// At run time: whether input i is there and of this type.
inline bool input_is(const OpRun& op, std::int32_t i, DType type) {
  return op.input<std::uint8_t>(i) != nullptr && op.input_tensor(i).type == type;
}

// For operators that work element by element: one input, one output, same shape and type; 16 bits
// are symmetric.
inline Reason check_unary(const OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (op.output(0).shape != op.input(0).shape) return Reason::output_shape;
  if (type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_activation(op.input(0)));
  return check_activation(op.output(0));
}

// For pools: one input and output of one type, and stored numbers that keep their quantization.
inline Reason check_pool_types(const OpPlanner& op) {
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_quantized(op.input(0)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  return check_same_quantization(op.input(0), op.output(0));
}

}  // namespace tadpole::device
