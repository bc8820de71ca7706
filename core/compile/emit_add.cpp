// SPDX-License-Identifier: Apache-2.0
// ADD of two int8 tensors of one shape, by device/ops/cortex_m/add.h.
#include <fmt/format.h>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_plain.h"
#include "core/compile/select_kernels.h"
#include "device/ops/add.h"

namespace tadpole {
namespace {

bool one_scale_int8(const GraphTensor& t) {
  return t.type == DType::int8 && t.quantization.scale.size() == 1;
}

bool takes(const OpView& view) {
  return view.has_input(1) && one_scale_int8(view.input(0)) && one_scale_int8(view.input(1)) &&
         one_scale_int8(view.output()) && view.input(0).shape == view.output().shape &&
         view.input(1).shape == view.output().shape;
}

std::string text(const device::QuantizedMultiplier& m) {
  return fmt::format("{{{}, {}}}", m.multiplier, -m.shift);
}

}  // namespace

MaybeStep cortex_m_add(const OpView& view) {
  if (!takes(view)) return std::optional<Step>();
  const device::ActivationRange range =
      TADPOLE_TRY(fused_range(view.op().options.activation, view.output().quantization));
  device::AddParams p;
  device::set_add_multipliers(p, view.input(0).quantization.scale[0],
                              view.input(1).quantization.scale[0],
                              view.output().quantization.scale[0]);
  if (p.first.shift > 0 || p.second.shift > 0 || p.output.shift > 0) return std::optional<Step>();
  const int i = view.index;
  Step step = plain_step(view, "add");
  step.includes = {"device/ops/cortex_m/add.h"};
  step.needs = {"device/ops/cortex_m/simd.h", "device/ops/fixed_point.h"};
  step.layer = fmt::format("constexpr Add kLayer{} = {{{}, {}, {}, {}, {}, {}, {}, {}, {}}};", i,
                           view.output().elements(), -view.zero_point(view.input(0)),
                           -view.zero_point(view.input(1)), view.zero_point(view.output()),
                           text(p.first), text(p.second), text(p.output), range.min, range.max);
  step.call = fmt::format("add(kLayer{}, {}, {}, {});", i, data_in(view, 0, step),
                          data_in(view, 1, step), data_out(view));
  step.in_place = InPlace{0, true};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
