// SPDX-License-Identifier: Apache-2.0
// Activations that stand alone, by the plain kernels of device/ops: one value in, one value out.
#include <fmt/format.h>

#include <algorithm>

#include "core/compile/builtin.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "device/ops/hard_swish.h"
#include "device/ops/leaky_relu.h"
#include "device/ops/logistic.h"
#include "device/ops/tanh.h"

namespace tadpole {
namespace {

using device::QuantizedMultiplier;
using namespace plain;  // NOLINT: helpers of these emitters

// On float: kernel(input, output, n).
MaybeStep float_map(const OpView& view, const char* kernel, std::vector<std::string> needs) {
  if (!both(view, DType::float32) || !same_size(view)) return not_taken();
  Step step = plain_step(view, kernel);
  step.call = fmt::format("{}({}, {}, {});", kernel, data_in(view, 0, step), data_out(view),
                          view.output().elements());
  step.in_place = InPlace{0, true};
  step.needs = std::move(needs);
  return done(std::move(step));
}

// kernel(record, input, output, n).
MaybeStep map_with_record(const OpView& view, const char* kernel, std::string record,
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
  return map_with_record(
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
  return map_with_record(view, "relu",
                         layer(view, "ReluParams",
                               fmt::format("{{{}, {}, {}}}, {}", view.zero_point(view.input(0)),
                                           zero, text(m), std::max(-128, zero))),
                         needs);
}

MaybeStep relu6(const OpView& view) {
  if (!both(view, DType::int8) || !same_size(view))
    return float_map(view, "relu6", {"device/ops/fixed_point.h"});
  const Quantization& in = view.input(0).quantization;
  const int zero = view.zero_point(view.input(0));
  const std::int32_t six = std::min(127, device::quantize_value(6.0F, in.scale[0], zero));
  return map_with_record(view, "relu6",
                         layer(view, "Relu6Params", fmt::format("{}, {}", zero, six)),
                         {"device/ops/fixed_point.h"});
}

MaybeStep tanh(const OpView& view) {
  const std::vector<std::string> needs = {"device/ops/fixed_exp.h", "device/ops/float_exp.h",
                                          "device/ops/fixed_point.h"};
  if (!both(view, DType::int8) || !same_size(view)) return float_map(view, "tanh", needs);
  const Quantization& out = view.output().quantization;
  if (out.scale[0] != 1.0F / 128.0F || out.zero_point[0] != 0) return not_taken();
  const device::TanhParams p =
      device::make_tanh_params(view.input(0).quantization.scale[0], view.zero_point(view.input(0)));
  if (p.input_radius == 0) return not_taken();
  return map_with_record(
      view, "tanh",
      layer(view, "TanhParams",
            fmt::format("{}, {}, {}", p.input_zero_point, text(p.multiplier), p.input_radius)),
      needs);
}

MaybeStep leaky_relu(const OpView& view) {
  const float alpha = view.op().options.alpha;
  const std::vector<std::string> needs = {"device/ops/fixed_point.h"};
  if (!(alpha == 0.0F || device::is_positive_finite(alpha)) || !same_size(view)) return not_taken();
  if (both(view, DType::float32)) {
    return map_with_record(
        view, "leaky_relu",
        fmt::format("constexpr float kLayer{} = {};", view.index, float_literal(alpha)), needs);
  }
  if (!both(view, DType::int8)) return not_taken();
  const device::LeakyReluParams p = device::make_leaky_relu_params(
      alpha, view.input(0).quantization.scale[0], view.output().quantization.scale[0]);
  if (p.identity.multiplier == 0 || p.identity.shift > device::kMaxLeftShift ||
      p.leak.shift > device::kMaxLeftShift)
    return not_taken();
  return map_with_record(
      view, "leaky_relu",
      layer(view, "LeakyReluParams",
            fmt::format("{}, {}, {}, {}", view.zero_point(view.input(0)),
                        view.zero_point(view.output()), text(p.identity), text(p.leak))),
      needs);
}

MaybeStep hard_swish(const OpView& view) {
  const std::vector<std::string> needs = {"device/ops/fixed_point.h"};
  if (!both(view, DType::int8) || !same_size(view)) return float_map(view, "hard_swish", needs);
  const device::HardSwishParams p = device::make_hard_swish_params(
      view.input(0).quantization.scale[0], view.output().quantization.scale[0]);
  if (!device::hard_swish_usable(p)) return not_taken();
  return map_with_record(
      view, "hard_swish",
      layer(view, "HardSwishParams",
            fmt::format("{}, {}, {{{}, {}}}, {{{}, {}}}", view.zero_point(view.input(0)),
                        view.zero_point(view.output()), p.output.multiplier, p.output.exponent,
                        p.reluish.multiplier, p.reluish.exponent)),
      needs);
}

}  // namespace

MaybeStep plain_activation(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kLogistic:
      return logistic(view);
    case builtin::kRelu:
      return relu(view);
    case builtin::kRelu6:
      return relu6(view);
    case builtin::kTanh:
      return tanh(view);
    case builtin::kLeakyRelu:
      return leaky_relu(view);
    case builtin::kHardSwish:
      return hard_swish(view);
    default:
      return not_taken();
  }
}

}  // namespace tadpole
