// SPDX-License-Identifier: Apache-2.0
// SOFTMAX, MEAN, QUANTIZE, DEQUANTIZE by the plain kernels of device/ops.
#include <fmt/format.h>

#include <cmath>

#include "core/compile/builtin.h"
#include "core/compile/channel_tables.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "device/ops/mean.h"
#include "device/ops/softmax.h"

namespace tadpole {
namespace {

using device::QuantizedMultiplier;
using namespace plain;  // NOLINT: helpers of these emitters

// What the kernel writes: int8 of 1/256, or int16 of 1/65536 (which the reference takes loosely).
bool is_probability(const GraphTensor& t) {
  if (is_type(t, DType::int8))
    return t.quantization.scale[0] == 1.0F / 256.0F && t.quantization.zero_point[0] == -128;
  return is_type(t, DType::int16) && t.quantization.zero_point[0] == -32768 &&
         std::fabs(t.quantization.scale[0] * 65536.0F - 1.0F) < 1e-3F;
}

MaybeStep softmax(const OpView& view) {
  if (!same_size(view)) return not_taken();
  const int depth = view.input(0).shape.empty() ? 1 : view.input(0).shape.back();
  const auto rows = static_cast<int>(view.input(0).elements()) / depth;
  Step step = plain_step(view, "softmax");
  if (both(view, DType::float32)) {
    step.layer =
        layer(view, "SoftmaxFloatParams",
              fmt::format("{}, {}, {}", rows, depth, float_literal(view.op().options.beta)));
  } else if (is_type(view.input(0), DType::int8) && is_probability(view.output())) {
    const float scale = view.input(0).quantization.scale[0];
    if (!(view.op().options.beta > 0.0F)) return not_taken();
    const device::SoftmaxParams p =
        device::make_softmax_params(rows, depth, view.op().options.beta, scale);
    if (p.input_left_shift < 0) return not_taken();
    step.layer = layer(view, "SoftmaxParams",
                       fmt::format("{}, {}, {}, {}, {}", rows, depth, p.input_multiplier,
                                   p.input_left_shift, p.diff_min));
  } else {
    return not_taken();
  }
  step.call =
      fmt::format("softmax(kLayer{}, {}, {});", view.index, data_in(view, 0, step), data_out(view));
  if (view.input(0).type == view.output().type) step.in_place = InPlace{0, true};
  step.needs = {"device/ops/fixed_exp.h", "device/ops/float_exp.h", "device/ops/fixed_point.h"};
  return done(std::move(step));
}

// Splits the axes of the input into those that stay and those that are averaged; false when an axis
// is out of range.
bool mean_axes(const OpView& view, device::MeanAxes& axes) {
  device::Shape shape;
  if (!view.has_input(1) || !view.input(1).is_constant() || view.input(1).type != DType::int32 ||
      !shape_of(view.input(0), shape))
    return false;
  bool reduced[device::kMaxRank] = {};
  for (const std::int32_t axis : int32_values(view.input(1))) {
    const std::int32_t place = axis < 0 ? axis + shape.rank : axis;
    if (place < 0 || place >= shape.rank) return false;
    reduced[place] = true;
  }
  std::int32_t stride = shape.elements();
  for (std::int32_t i = 0; i < shape.rank; ++i) {
    stride /= shape.dims[i];
    (reduced[i] ? axes.reduced : axes.kept).add(shape.dims[i], stride);
  }
  return axes.kept.steps() == static_cast<std::int32_t>(view.output().elements());
}

MaybeStep mean(const OpView& view) {
  device::MeanAxes axes;
  if (!mean_axes(view, axes)) return not_taken();
  const std::string walks = fmt::format("{{{}, {}}}", text(axes.kept), text(axes.reduced));
  Step step = plain_step(view, "mean");
  if (both(view, DType::float32)) {
    step.layer = layer(view, "MeanAxes", walks.substr(1, walks.size() - 2));
  } else if (both(view, DType::int8)) {
    const QuantizedMultiplier m =
        device::divide_multiplier(device::quantize_multiplier(view.input(0).quantization.scale[0],
                                                              view.output().quantization.scale[0]),
                                  axes.reduced.steps());
    step.layer = layer(view, "MeanParams",
                       fmt::format("{}, {}, {}, {}", walks, view.zero_point(view.input(0)),
                                   view.zero_point(view.output()), text(m)));
  } else {
    return not_taken();
  }
  step.call =
      fmt::format("mean(kLayer{}, {}, {});", view.index, data_in(view, 0, step), data_out(view));
  step.needs = {"device/ops/fixed_point.h", "device/ops/shape.h"};
  return done(std::move(step));
}

bool is_stored(const GraphTensor& t) {
  return is_type(t, DType::int8) || is_type(t, DType::int16) || is_type(t, DType::int32);
}

// float to int8, or from one stored type and scale to another.
MaybeStep quantize(const OpView& view) {
  const GraphTensor& in = view.input(0);
  const GraphTensor& out = view.output();
  if (!is_stored(out) || !same_size(view)) return not_taken();
  Step step = plain_step(view, "quantize");
  const std::size_t n = out.elements();
  if (in.type == DType::float32 && out.type != DType::int32) {
    step.layer = layer(
        view, "QuantizeParams",
        fmt::format("{}, {}", float_literal(out.quantization.scale[0]), view.zero_point(out)));
    step.call = fmt::format("quantize(kLayer{}, {}, {}, {});", view.index, data_in(view, 0, step),
                            data_out(view), n);
  } else if (is_stored(in)) {
    const QuantizedMultiplier m =
        device::quantize_multiplier(in.quantization.scale[0], out.quantization.scale[0]);
    if (m.shift > device::kMaxLeftShift) return not_taken();
    step.layer =
        layer(view, "RequantizeParams",
              fmt::format("{}, {}, {}", view.zero_point(in), view.zero_point(out), text(m)));
    step.call = fmt::format("requantize(kLayer{}, {}, {}, {});", view.index, data_in(view, 0, step),
                            data_out(view), n);
    if (in.type == out.type) step.in_place = InPlace{0, true};
  } else {
    return not_taken();
  }
  step.needs = {"device/ops/fixed_point.h"};
  return done(std::move(step));
}

MaybeStep dequantize(const OpView& view) {
  if (!is_type(view.input(0), DType::int8) || view.output().type != DType::float32 ||
      !same_size(view))
    return not_taken();
  Step step = plain_step(view, "dequantize");
  step.layer = layer(view, "QuantizeParams",
                     fmt::format("{}, {}", float_literal(view.input(0).quantization.scale[0]),
                                 view.zero_point(view.input(0))));
  step.call = fmt::format("dequantize(kLayer{}, {}, {}, {});", view.index, data_in(view, 0, step),
                          data_out(view), view.output().elements());
  step.needs = {"device/ops/quantize.h", "device/ops/fixed_point.h"};
  return done(std::move(step));
}

}  // namespace

MaybeStep plain_small_kernel(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kSoftmax:
      return softmax(view);
    case builtin::kMean:
      return mean(view);
    case builtin::kQuantize:
      return quantize(view);
    case builtin::kDequantize:
      return dequantize(view);
    case builtin::kAdd:
    case builtin::kSub:
    case builtin::kMul:
      return plain_binary(view);
    case builtin::kPad:
    case builtin::kPadV2:
    case builtin::kConcatenation:
    case builtin::kResizeNearestNeighbor:
    case builtin::kStridedSlice:
    case builtin::kSplit:
      return plain_arrays(view);
    default:
      return plain_activation(view);
  }
}

}  // namespace tadpole
