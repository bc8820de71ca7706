// SPDX-License-Identifier: Apache-2.0
// SOFTMAX, ADD, PAD, MEAN, QUANTIZE, DEQUANTIZE, LOGISTIC, RELU, RELU6 by the plain kernels of
// device/ops.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstring>

#include "core/compile/builtin.h"
#include "core/compile/channel_tables.h"
#include "core/compile/emit_plain.h"
#include "device/ops/add.h"
#include "device/ops/logistic.h"
#include "device/ops/mean.h"
#include "device/ops/pad.h"
#include "device/ops/softmax.h"

namespace tadpole {
namespace {

using device::QuantizedMultiplier;

bool is_type(const GraphTensor& t, DType type) {
  return t.type == type && (type == DType::float32 || t.quantization.scale.size() == 1);
}
bool both(const OpView& view, DType type) {
  return is_type(view.input(0), type) && is_type(view.output(), type);
}
bool same_size(const OpView& view) { return view.input(0).elements() == view.output().elements(); }

std::string text(const QuantizedMultiplier& m) {
  return fmt::format("{{{}, {}}}", m.multiplier, m.shift);
}

bool shape_of(const GraphTensor& t, device::Shape& shape) {
  if (t.shape.size() > static_cast<std::size_t>(device::kMaxRank)) return false;
  shape.rank = static_cast<std::int32_t>(t.shape.size());
  for (std::size_t i = 0; i < t.shape.size(); ++i) shape.dims[i] = t.shape[i];
  return true;
}

std::string text(const device::Walk& walk) {
  std::vector<int> dims(walk.dims, walk.dims + walk.rank);
  std::vector<int> strides(walk.strides, walk.strides + walk.rank);
  return fmt::format("{{{}, {{{}}}, {{{}}}}}", walk.rank, fmt::join(dims, ", "),
                     fmt::join(strides, ", "));
}

std::vector<std::int32_t> int32_values(const GraphTensor& t) {
  std::vector<std::int32_t> values(t.data.size() / sizeof(std::int32_t));
  std::memcpy(values.data(), t.data.data(), values.size() * sizeof(std::int32_t));
  return values;
}

std::string layer(const OpView& view, const std::string& type, const std::string& fields) {
  return fmt::format("constexpr {} kLayer{} = {{{}}};", type, view.index, fields);
}

MaybeStep done(Step step) { return std::optional<Step>(std::move(step)); }
MaybeStep not_taken() { return std::optional<Step>(); }

MaybeStep softmax(const OpView& view) {
  if (!same_size(view)) return not_taken();
  const int depth = view.input(0).shape.empty() ? 1 : view.input(0).shape.back();
  const auto rows = static_cast<int>(view.input(0).elements()) / depth;
  Step step = plain_step(view, "softmax");
  if (both(view, DType::float32)) {
    step.layer =
        layer(view, "SoftmaxFloatParams",
              fmt::format("{}, {}, {}", rows, depth, float_literal(view.op().options.beta)));
  } else if (both(view, DType::int8)) {
    const float scale = view.input(0).quantization.scale[0];
    const Quantization& out = view.output().quantization;
    if (out.scale[0] != 1.0F / 256.0F || out.zero_point[0] != -128 ||
        !(view.op().options.beta > 0.0F))
      return not_taken();
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
  step.in_place = InPlace{0, true};
  step.needs = {"device/ops/fixed_exp.h", "device/ops/float_exp.h", "device/ops/fixed_point.h"};
  return done(std::move(step));
}

Result<std::string> add_fields(const OpView& view) {
  const GraphTensor& a = view.input(0);
  const GraphTensor& b = view.input(1);
  const device::ActivationRange range =
      TADPOLE_TRY(fused_range(view.op().options.activation, view.output().quantization));
  device::AddParams p;
  device::set_add_multipliers(p, a.quantization.scale[0], b.quantization.scale[0],
                              view.output().quantization.scale[0]);
  if (p.first.shift > 0 || p.second.shift > 0 || p.output.shift > 0) {
    return unsupported("the output's scale is far below the inputs'; quantize the model again");
  }
  return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}", -view.zero_point(a), -view.zero_point(b),
                     view.zero_point(view.output()), text(p.first), text(p.second), text(p.output),
                     range.min, range.max);
}

MaybeStep add(const OpView& view) {
  device::Shape shapes[3];
  if (!view.has_input(1) || !shape_of(view.input(0), shapes[0]) ||
      !shape_of(view.input(1), shapes[1]) || !shape_of(view.output(), shapes[2]))
    return not_taken();
  device::Walk first;
  device::Walk second;
  if (!device::broadcast_walk(shapes[0], shapes[2], first) ||
      !device::broadcast_walk(shapes[1], shapes[2], second))
    return not_taken();
  const bool same = shapes[0] == shapes[2] && shapes[1] == shapes[2];
  Step step = plain_step(view, "add");
  const Activation activation = view.op().options.activation;
  std::string range;
  if (both(view, DType::float32) && is_type(view.input(1), DType::float32) &&
      activation <= Activation::relu6) {
    const device::FloatRange r =
        device::float_activation_range(static_cast<device::FusedActivation>(activation));
    range = layer(view, "FloatRange",
                  fmt::format("{}, {}", float_literal(r.min), float_literal(r.max)));
  } else if (both(view, DType::int8) && is_type(view.input(1), DType::int8)) {
    range = layer(view, "AddParams", TADPOLE_TRY(add_fields(view)));
  } else {
    return not_taken();
  }
  step.layer = fmt::format("{}\nconstexpr Broadcast kWalk{} = {{{}, {}, {}, {}}};", range,
                           view.index, text(first), text(second), shapes[2].elements(), same);
  step.call = fmt::format("add(kLayer{0}, kWalk{0}, {1}, {2}, {3});", view.index,
                          data_in(view, 0, step), data_in(view, 1, step), data_out(view));
  if (same) step.in_place = InPlace{0, true};
  step.needs = {"device/ops/fixed_point.h", "device/ops/shape.h"};
  return done(std::move(step));
}

MaybeStep pad(const OpView& view) {
  device::Shape in;
  device::Shape out;
  if (!view.has_input(1) || !view.input(1).is_constant() || view.input(1).type != DType::int32 ||
      !shape_of(view.input(0), in) || !shape_of(view.output(), out))
    return not_taken();
  const std::vector<std::int32_t> paddings = int32_values(view.input(1));
  if (paddings.size() != 2 * view.input(0).shape.size() || in.rank != out.rank ||
      view.input(0).type != view.output().type)
    return not_taken();
  std::vector<std::int32_t> before;
  for (std::size_t i = 0; i < paddings.size(); i += 2) {
    before.push_back(paddings[i]);
    if (paddings[i] < 0 || paddings[i + 1] < 0 ||
        in.dims[i / 2] + paddings[i] + paddings[i + 1] != out.dims[i / 2])
      return not_taken();
  }
  if (view.input(0).type != DType::int8 && view.input(0).type != DType::float32) return not_taken();
  const device::PadParams p = device::make_pad_params(in, out, before.data());
  Step step = plain_step(view, "pad");
  step.layer = layer(
      view, "PadParams",
      fmt::format("{}, {}, {}, {}", text(p.output), p.origin, p.input_elements, p.output_elements));
  const bool real = view.input(0).type == DType::float32;
  const int zero = real || view.output().quantization.empty() ? 0 : view.zero_point(view.output());
  const char* type = c_type_name(view.input(0).type);
  step.call = fmt::format("pad<{}>(kLayer{}, {}, {}, {});", type, view.index, zero,
                          data_in(view, 0, step), data_out(view));
  step.needs = {"device/ops/shape.h"};
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

MaybeStep quantize(const OpView& view) {
  const GraphTensor& in = view.input(0);
  const GraphTensor& out = view.output();
  if (!is_type(out, DType::int8) || !same_size(view)) return not_taken();
  Step step = plain_step(view, "quantize");
  const std::size_t n = out.elements();
  if (in.type == DType::float32) {
    step.layer = layer(
        view, "QuantizeParams",
        fmt::format("{}, {}", float_literal(out.quantization.scale[0]), view.zero_point(out)));
    step.call = fmt::format("quantize(kLayer{}, {}, {}, {});", view.index, data_in(view, 0, step),
                            data_out(view), n);
  } else if (is_type(in, DType::int8)) {
    const QuantizedMultiplier m =
        device::quantize_multiplier(in.quantization.scale[0], out.quantization.scale[0]);
    step.layer =
        layer(view, "RequantizeParams",
              fmt::format("{}, {}, {}", view.zero_point(in), view.zero_point(out), text(m)));
    step.call = fmt::format("requantize(kLayer{}, {}, {}, {});", view.index, data_in(view, 0, step),
                            data_out(view), n);
    step.in_place = InPlace{0, true};
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

// LOGISTIC, RELU, RELU6 on float: kernel(input, output, n).
MaybeStep float_map(const OpView& view, const char* kernel, std::vector<std::string> needs) {
  if (!both(view, DType::float32) || !same_size(view)) return not_taken();
  Step step = plain_step(view, kernel);
  step.call = fmt::format("{}({}, {}, {});", kernel, data_in(view, 0, step), data_out(view),
                          view.output().elements());
  step.in_place = InPlace{0, true};
  step.needs = std::move(needs);
  return done(std::move(step));
}

MaybeStep int8_map(const OpView& view, const char* kernel, std::string record,
                   std::vector<std::string> needs) {
  Step step = plain_step(view, kernel);
  step.layer = std::move(record);
  step.call = fmt::format("{}(kLayer{}, {}, {}, {});", kernel, view.index, data_in(view, 0, step),
                          data_out(view), view.output().elements());
  step.in_place = InPlace{0, true};
  step.needs = std::move(needs);
  return done(std::move(step));
}

MaybeStep logistic(const OpView& view) {
  const std::vector<std::string> needs = {"device/ops/fixed_exp.h", "device/ops/float_exp.h",
                                          "device/ops/fixed_point.h"};
  if (!both(view, DType::int8) || !same_size(view)) return float_map(view, "logistic", needs);
  const Quantization& out = view.output().quantization;
  if (out.scale[0] != 1.0F / 256.0F || out.zero_point[0] != -128) return not_taken();
  const device::LogisticParams p = device::make_logistic_params(view.input(0).quantization.scale[0],
                                                                view.zero_point(view.input(0)));
  if (p.input_radius == 0) return not_taken();
  return int8_map(
      view, "logistic",
      layer(view, "LogisticParams",
            fmt::format("{}, {}, {}", p.input_zero_point, text(p.multiplier), p.input_radius)),
      needs);
}

MaybeStep relu(const OpView& view) {
  const std::vector<std::string> needs = {"device/ops/quantize.h", "device/ops/fixed_point.h"};
  if (!both(view, DType::int8) || !same_size(view)) return float_map(view, "relu", needs);
  const int zero = view.zero_point(view.output());
  const QuantizedMultiplier m = device::quantize_multiplier(view.input(0).quantization.scale[0],
                                                            view.output().quantization.scale[0]);
  if (m.shift > device::kMaxLeftShift) return not_taken();
  return int8_map(view, "relu",
                  layer(view, "ReluParams",
                        fmt::format("{{{}, {}, {}}}, {}", view.zero_point(view.input(0)), zero,
                                    text(m), std::max(-128, zero))),
                  needs);
}

MaybeStep relu6(const OpView& view) {
  if (!both(view, DType::int8) || !same_size(view))
    return float_map(view, "relu6", {"device/ops/fixed_point.h"});
  const Quantization& in = view.input(0).quantization;
  const int zero = view.zero_point(view.input(0));
  const std::int32_t six = std::min(127, device::quantize_value(6.0F, in.scale[0], zero));
  return int8_map(view, "relu6", layer(view, "Relu6Params", fmt::format("{}, {}", zero, six)),
                  {"device/ops/fixed_point.h"});
}

}  // namespace

MaybeStep plain_small_kernel(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kSoftmax:
      return softmax(view);
    case builtin::kAdd:
      return add(view);
    case builtin::kPad:
      return pad(view);
    case builtin::kMean:
      return mean(view);
    case builtin::kQuantize:
      return quantize(view);
    case builtin::kDequantize:
      return dequantize(view);
    case builtin::kLogistic:
      return logistic(view);
    case builtin::kRelu:
      return relu(view);
    case builtin::kRelu6:
      return relu6(view);
    default:
      return not_taken();
  }
}

}  // namespace tadpole
