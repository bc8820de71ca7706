// SPDX-License-Identifier: Apache-2.0
// L2_POOL_2D: the root of the mean square of each window. Float.
#include "device/ops/average_pool_2d.h"
#include "device/ops/float_math.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr WindowFields kFields{.padding = 0, .stride_w = 1, .stride_h = 2};
constexpr int kFilterW = 3, kFilterH = 4, kActivation = 5;
constexpr std::int64_t kLargestArea = 1 << 22;

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::pool_2d));
  if (op.input(0).type != DType::float32) return Reason::input_type;
  if (op.output(0).type != DType::float32) return Reason::output_type;
  Window w;
  w.filter_h = op.option<std::int32_t>(kFilterH, 0);
  w.filter_w = op.option<std::int32_t>(kFilterW, 0);
  TADPOLE_CHECK(read_window(op, kFields, w));
  const std::int64_t area = static_cast<std::int64_t>(w.filter_h) * w.filter_w;
  if (area > kLargestArea) return Reason::filter_size;
  if (w.output_c != w.input_c) return Reason::output_shape;
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(op.output(0).shape.elements() * area);
  const FloatRange range = float_activation_range(activation);
  const AveragePool2dFloatParams params{w, range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& p = op.params<AveragePool2dFloatParams>();
  const auto* input = op.input<float>(0);
  auto* output = op.output<float>(0);
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          float sum = 0.0F;
          float count = 0.0F;
          detail::for_each_tap(w, 1, b, y, x, [&](std::int32_t from, std::int32_t) {
            sum += input[from + c] * input[from + c];
            count += 1.0F;
          });
          output[at + c] = clamp(sqrt_float(sum / count), p.output_min, p.output_max);
        }
      });
}

}  // namespace

extern const OpDefinition l2_pool_2d_definition = {builtin::kL2Pool2d, "L2_POOL_2D", 1, plan, run};

}  // namespace tadpole::device
