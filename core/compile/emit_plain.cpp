// SPDX-License-Identifier: Apache-2.0
// Operators by the plain kernels of device/ops, int8 and float: the whole of Target::portable, and
// on the microcontroller what has no fast twin. Parameters are computed here, by the kernels' own
// makers, and written down as constants.
#include "core/compile/emit_plain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>

#include "core/compile/builtin.h"
#include "core/compile/channel_tables.h"
#include "core/compile/pack_weights.h"
#include "device/ops/window.h"

namespace tadpole {
namespace {

using device::QuantizedMultiplier;

bool is_float(const OpView& view) { return view.input(0).type == DType::float32; }
const char* suffix(const OpView& view) { return is_float(view) ? "FloatParams" : "Params"; }

// int8 in, int8 out with one scale each; or float in, float out.
bool one_type(const OpView& view) {
  const GraphTensor& in = view.input(0);
  const GraphTensor& out = view.output();
  if (in.type != out.type) return false;
  if (in.type == DType::float32) return true;
  return in.type == DType::int8 && in.quantization.scale.size() == 1 &&
         out.quantization.scale.size() == 1;
}

std::string window_text(const OpView& view, int filter_h, int filter_w) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const OpOptions& o = view.op().options;
  const bool pool = !builtin::has_weights(view.op());
  const int dilation_h = pool ? 1 : o.dilation_h;
  const int dilation_w = pool ? 1 : o.dilation_w;
  return fmt::format("{{{}, {}, {}, {},  {}, {}, {},  {}, {},  {}, {},  {}, {},  {}, {}}}", in[0],
                     in[1], in[2], in[3], out[1], out[2], out[3], filter_h, filter_w, o.stride_h,
                     o.stride_w, dilation_h, dilation_w,
                     padding_before(o.padding, in[1], out[1], filter_h, o.stride_h, dilation_h),
                     padding_before(o.padding, in[2], out[2], filter_w, o.stride_w, dilation_w));
}

std::string float_range_text(Activation activation) {
  const device::FloatRange range =
      device::float_activation_range(static_cast<device::FusedActivation>(activation));
  return fmt::format("{}, {}", float_literal(range.min), float_literal(range.max));
}

bool is_tanh_like(Activation a) { return a == Activation::tanh || a == Activation::sign_bit; }

// The tables of weights and bias as they are; gives the arguments "kWeights3, kBias3" or
// "kWeights3, nullptr".
std::string add_weights(const OpView& view, Step& step) {
  const int i = view.index;
  step.tables.push_back(
      constant_table(fmt::format("kWeights{}", i), "as in the model", view.input(1)));
  if (!view.has_input(2)) return fmt::format("kWeights{}, nullptr", i);
  step.tables.push_back(constant_table(fmt::format("kBias{}", i), "of the sum", view.input(2)));
  return fmt::format("kWeights{0}, kBias{0}", i);
}

bool weights_usable(const OpView& view) {
  const GraphTensor& w = view.input(1);
  if (!one_type(view) || w.type != view.input(0).type || !w.is_constant()) return false;
  if (!view.has_input(2)) return true;
  const GraphTensor& bias = view.input(2);
  return bias.is_constant() && bias.type == (is_float(view) ? DType::float32 : DType::int32);
}

// Multiplier and shift per channel as the plain kernels take them; and "input offset, output
// offset, min, max".
Result<std::string> add_scales(const OpView& view, const ChannelWeights& weights, Step& step) {
  const ChannelInput input{view.graph, view.op(), weights};
  TADPOLE_TRY(check_channel_input(input));
  std::vector<std::int32_t> multiplier;
  std::vector<std::int32_t> shift;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    const QuantizedMultiplier m = channel_multiplier(input, c);
    if (m.shift > device::kMaxLeftShift)
      return unsupported("the scales are too far apart; quantize the model again");
    multiplier.push_back(m.multiplier);
    shift.push_back(m.shift);
  }
  step.tables.push_back({fmt::format("kMultiplier{}", view.index), "Q31", multiplier});
  step.tables.push_back({fmt::format("kShift{}", view.index), "to the left", shift});
  const device::ActivationRange range =
      TADPOLE_TRY(fused_range(view.op().options.activation, view.output().quantization));
  return fmt::format("{}, {}, {}, {}", -view.zero_point(view.input(0)),
                     view.zero_point(view.output()), range.min, range.max);
}

MaybeStep conv(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  const bool depthwise = view.op().builtin == builtin::kDepthwiseConv2d;
  if (!weights_usable(view) || view.input(0).shape.size() != 4 ||
      is_tanh_like(view.op().options.activation)) {
    return std::optional<Step>();
  }
  const int groups_or_depth =
      depthwise ? filter.shape[3] / view.input(0).shape[3] : filter.shape[3];
  const std::string window = window_text(view, filter.shape[1], filter.shape[2]);
  const char* kernel = depthwise ? "depthwise_conv_2d" : "conv_2d";
  const char* type = depthwise ? "DepthwiseConv2d" : "Conv2d";
  Step step = plain_step(view, kernel);
  step.multiply_adds = static_cast<std::int64_t>(view.output().elements()) * filter.shape[1] *
                       filter.shape[2] * (depthwise ? 1 : filter.shape[3]);
  const std::string arguments = add_weights(view, step);
  const int i = view.index;
  if (is_float(view)) {
    step.layer = fmt::format("constexpr {}FloatParams kLayer{} = {{{}, {}, {}}};", type, i, window,
                             groups_or_depth, float_range_text(view.op().options.activation));
  } else {
    const ChannelWeights weights =
        depthwise ? depthwise_weights_by_channel(filter) : weights_by_channel(filter);
    const std::string offsets = TADPOLE_TRY(add_scales(view, weights, step));
    step.layer =
        fmt::format("constexpr {}Params kLayer{} = {{{},\n    {}, {}, kMultiplier{}, kShift{}}};",
                    type, i, window, groups_or_depth, offsets, i, i);
  }
  step.call = fmt::format("{}(kLayer{}, {}, {}, {});", kernel, i, data_in(view, 0, step), arguments,
                          data_out(view));
  step.needs = {"device/ops/conv_2d.h", "device/ops/dot_product.h", "device/ops/fixed_point.h",
                "device/ops/window.h"};
  return std::optional<Step>(std::move(step));
}

// The operator seen as a layer of the usual order: image, weights, bias.
GraphOp as_layer(const GraphOp& op) {
  GraphOp layer = op;
  layer.inputs = {op.inputs[2], op.inputs[1]};
  if (op.inputs.size() > 3) layer.inputs.push_back(op.inputs[3]);
  return layer;
}

// Window of the transposed convolution; false when the shapes do not belong together.
bool transposed_window(const OpView& view, device::Window& w) {
  const std::vector<int>& in = view.input(2).shape;
  const std::vector<int>& out = view.output().shape;
  const std::vector<int>& filter = view.input(1).shape;
  const OpOptions& o = view.op().options;
  if (in.size() != 4 || out.size() != 4 || filter.size() != 4 || in[0] != out[0] ||
      filter[0] != out[3] || filter[3] != in[3])
    return false;
  w = {in[0],  in[1],     in[2],     in[3],      out[1],    out[2],
       out[3], filter[1], filter[2], o.stride_h, o.stride_w};
  const auto mode =
      o.padding == Padding::same ? device::PaddingMode::same : device::PaddingMode::valid;
  w.pad_top = padding_before(o.padding, out[1], in[1], filter[1], o.stride_h, 1);
  w.pad_left = padding_before(o.padding, out[2], in[2], filter[2], o.stride_w, 1);
  return in[1] == device::window_output(mode, out[1], filter[1], o.stride_h, 1) &&
         in[2] == device::window_output(mode, out[2], filter[2], o.stride_w, 1);
}

std::string text(const device::Window& w) {
  return fmt::format("{{{}, {}, {}, {},  {}, {}, {},  {}, {},  {}, {},  1, 1,  {}, {}}}", w.batches,
                     w.input_h, w.input_w, w.input_c, w.output_h, w.output_w, w.output_c,
                     w.filter_h, w.filter_w, w.stride_h, w.stride_w, w.pad_top, w.pad_left);
}

MaybeStep transpose_conv(const OpView& view) {
  device::Window w;
  if (!view.has_input(2) || view.op().options.activation != Activation::none ||
      !transposed_window(view, w))
    return std::optional<Step>();
  // A graph of its own order, so that the checks of other layers apply.
  Graph graph = view.graph;
  graph.ops[static_cast<std::size_t>(view.index)] = as_layer(view.op());
  const OpView usual{graph, view.index};
  if (!weights_usable(usual)) return std::optional<Step>();
  const int i = view.index;
  Step step = plain_step(view, "transpose_conv");
  step.multiply_adds =
      static_cast<std::int64_t>(usual.input(0).elements()) * w.filter_h * w.filter_w * w.output_c;
  const std::string arguments = add_weights(usual, step);
  if (is_float(usual)) {
    step.layer = fmt::format("constexpr TransposeConvFloatParams kLayer{} = {{{}}};", i, text(w));
  } else {
    const std::string offsets =
        TADPOLE_TRY(add_scales(usual, weights_by_channel(usual.input(1)), step));
    step.layer = fmt::format(
        "constexpr TransposeConvParams kLayer{} = {{{},\n    {}, kMultiplier{}, kShift{}}};", i,
        text(w), offsets, i, i);
  }
  step.call = fmt::format("transpose_conv(kLayer{}, {}, {}, {});", i, data_in(usual, 0, step),
                          arguments, data_out(usual));
  step.needs = {"device/ops/conv_2d.h", "device/ops/dot_product.h", "device/ops/fixed_point.h",
                "device/ops/window.h"};
  return std::optional<Step>(std::move(step));
}

MaybeStep fully_connected(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  if (!weights_usable(view) || filter.shape.size() != 2 ||
      is_tanh_like(view.op().options.activation)) {
    return std::optional<Step>();
  }
  const int i = view.index;
  const auto rows = static_cast<int>(view.output().elements()) / filter.shape[0];
  Step step = plain_step(view, "fully_connected");
  step.multiply_adds = static_cast<std::int64_t>(rows) * filter.shape[0] * filter.shape[1];
  const std::string arguments = add_weights(view, step);
  if (is_float(view)) {
    step.layer = fmt::format("constexpr FullyConnectedFloatParams kLayer{} = {{{}, {}, {}, {}}};",
                             i, rows, filter.shape[1], filter.shape[0],
                             float_range_text(view.op().options.activation));
  } else {
    const std::string offsets = TADPOLE_TRY(add_scales(view, weights_by_channel(filter), step));
    const std::size_t comma = offsets.find(',');
    step.layer = fmt::format(
        "constexpr FullyConnectedParams kLayer{} = {{{}, {}, {}, {}, 0{}, kMultiplier{}, kShift{}, "
        "true}};",
        i, rows, filter.shape[1], filter.shape[0], offsets.substr(0, comma), offsets.substr(comma),
        i, i);
  }
  step.call = fmt::format("fully_connected(kLayer{}, {}, {}, {});", i, data_in(view, 0, step),
                          arguments, data_out(view));
  step.needs = {"device/ops/dot_product.h", "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

MaybeStep pool(const OpView& view) {
  const bool average = view.op().builtin == builtin::kAveragePool2d;
  const OpOptions& o = view.op().options;
  if (!one_type(view) || view.input(0).shape.size() != 4 || is_tanh_like(o.activation))
    return std::optional<Step>();
  const char* kernel = average ? "average_pool_2d" : "max_pool_2d";
  Step step = plain_step(view, kernel);
  const std::string type =
      average ? std::string("AveragePool2d") + suffix(view)
              : fmt::format("MaxPool2dParams<{}>", c_type_name(view.input(0).type));
  std::string range;
  if (is_float(view)) {
    range = float_range_text(o.activation);
  } else {
    const device::ActivationRange r =
        TADPOLE_TRY(fused_range(o.activation, view.output().quantization));
    range = fmt::format("{}, {}", r.min, r.max);
  }
  step.layer = fmt::format("constexpr {} kLayer{} = {{{}, {}}};", type, view.index,
                           window_text(view, o.filter_h, o.filter_w), range);
  step.call = fmt::format("{}(kLayer{}, {}, {});", kernel, view.index, data_in(view, 0, step),
                          data_out(view));
  step.needs = {"device/ops/conv_2d.h", "device/ops/dot_product.h", "device/ops/fixed_point.h",
                "device/ops/window.h"};
  return std::optional<Step>(std::move(step));
}

// What is remembered from one run to the next, copied from it or to it.
MaybeStep variable_copy(const OpView& view) {
  Step step;
  step.op = view.index;
  step.kernel = view.op().builtin == builtin::kReadVariable ? "read_variable" : "assign_variable";
  step.call = fmt::format("std::memcpy({}, {}, {});", data_out(view), data_in(view, 0, step),
                          view.output().bytes());
  return std::optional<Step>(std::move(step));
}

}  // namespace

MaybeStep plain_kernel(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kReadVariable:
    case builtin::kAssignVariable:
      return variable_copy(view);
    case builtin::kConv2d:
    case builtin::kDepthwiseConv2d:
      return conv(view);
    case builtin::kFullyConnected:
      return fully_connected(view);
    case builtin::kTransposeConv:
      return transpose_conv(view);
    case builtin::kSvdf:
      return plain_svdf(view);
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
      return pool(view);
    default:
      return plain_small_kernel(view);
  }
}

}  // namespace tadpole
