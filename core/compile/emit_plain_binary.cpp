// SPDX-License-Identifier: Apache-2.0
// ADD, SUB and MUL by the plain kernels of device/ops; either input may repeat, and may be
// constant.
#include <fmt/format.h>

#include "core/compile/builtin.h"
#include "core/compile/channel_tables.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "device/ops/add.h"
#include "device/ops/mul.h"

namespace tadpole {
namespace {

using namespace plain;  // NOLINT: helpers of these emitters

Error too_small_scale() {
  return unsupported("the output's scale is far below the inputs'; quantize the model again");
}

float scale_of(const GraphTensor& t) { return t.quantization.scale[0]; }

// The multipliers, between the offsets and the range.
Result<std::string> sum_multipliers(const OpView& view) {
  device::AddParams p;
  device::set_add_multipliers(p, scale_of(view.input(0)), scale_of(view.input(1)),
                              scale_of(view.output()));
  if (p.first.shift > 0 || p.second.shift > 0 || p.output.shift > 0) return too_small_scale();
  return fmt::format("{}, {}, {}", text(p.first), text(p.second), text(p.output));
}

Result<std::string> product_multiplier(const OpView& view) {
  const device::QuantizedMultiplier m = device::quantize_multiplier(
      scale_of(view.input(0)), scale_of(view.input(1)), scale_of(view.output()));
  if (m.shift > device::kMaxLeftShift) return too_small_scale();
  return text(m);
}

Result<std::string> int8_record(const OpView& view) {
  const device::ActivationRange range =
      TADPOLE_TRY(fused_range(view.op().options.activation, view.output().quantization));
  const bool product = view.op().builtin == builtin::kMul;
  const std::string multipliers =
      TADPOLE_TRY(product ? product_multiplier(view) : sum_multipliers(view));
  return layer(view, product ? "MulParams" : "AddParams",
               fmt::format("{}, {}, {}, {}, {}, {}", -view.zero_point(view.input(0)),
                           -view.zero_point(view.input(1)), view.zero_point(view.output()),
                           multipliers, range.min, range.max));
}

std::string float_record(const OpView& view) {
  const device::FloatRange r = device::float_activation_range(
      static_cast<device::FusedActivation>(view.op().options.activation));
  return layer(view, "FloatRange",
               fmt::format("{}, {}", float_literal(r.min), float_literal(r.max)));
}

// False when the shapes do not meet.
bool walks(const OpView& view, device::Broadcast& shape) {
  device::Shape first;
  device::Shape second;
  device::Shape output;
  if (!view.has_input(1) || !shape_of(view.input(0), first) || !shape_of(view.input(1), second) ||
      !shape_of(view.output(), output))
    return false;
  shape.elements = output.elements();
  shape.same_shape = first == output && second == output;
  return device::broadcast_walk(first, output, shape.first) &&
         device::broadcast_walk(second, output, shape.second);
}

const char* kernel_of(int code) {
  if (code == builtin::kMul) return "mul";
  return code == builtin::kSub ? "sub" : "add";
}

bool all_of_type(const OpView& view, DType type) {
  return both(view, type) && is_type(view.input(1), type);
}

}  // namespace

MaybeStep plain_binary(const OpView& view) {
  device::Broadcast shape;
  if (!walks(view, shape)) return not_taken();
  const char* kernel = kernel_of(view.op().builtin);
  Step step = plain_step(view, kernel);
  std::string record;
  if (all_of_type(view, DType::float32) && view.op().options.activation <= Activation::relu6) {
    record = float_record(view);
  } else if (all_of_type(view, DType::int8)) {
    record = TADPOLE_TRY(int8_record(view));
  } else {
    return not_taken();
  }
  step.layer =
      fmt::format("{}\nconstexpr Broadcast kWalk{} = {{{}, {}, {}, {}}};", record, view.index,
                  text(shape.first), text(shape.second), shape.elements, shape.same_shape);
  step.call = fmt::format("{0}(kLayer{1}, kWalk{1}, {2}, {3}, {4});", kernel, view.index,
                          data_in(view, 0, step), data_in(view, 1, step), data_out(view));
  if (shape.same_shape && !view.input(0).is_constant()) step.in_place = InPlace{0, true};
  step.needs = {"device/ops/add.h", "device/ops/broadcast.h", "device/ops/fixed_point.h",
                "device/ops/shape.h"};
  return done(std::move(step));
}

}  // namespace tadpole
