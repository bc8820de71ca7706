// SPDX-License-Identifier: Apache-2.0
// AVERAGE_POOL_2D by device/ops/cortex_m/average_pool.h.
#include <fmt/format.h>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_tables.h"
#include "core/compile/select_kernels.h"

namespace tadpole {

MaybeStep cortex_m_average_pool_2d(const OpView& view) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const OpOptions& o = view.op().options;
  const bool takes = view.input(0).type == DType::int8 && in.size() == 4 && in[0] == 1 &&
                     in[3] % 4 == 0 && o.filter_h * o.filter_w <= 255 && fits_int16(view) &&
                     !view.output().quantization.empty();
  if (!takes) return std::optional<Step>();
  const device::ActivationRange range =
      TADPOLE_TRY(fused_range(o.activation, view.output().quantization));
  const int i = view.index;
  Step step;
  step.op = i;
  step.kernel = "average_pool: four channels at a time";
  step.layer = fmt::format(
      "constexpr AveragePool kLayer{} = {{{}, {},  {}, {}, {},  {}, {},  // input; output; filter\n"
      "    {}, {},  {}, {},  {}, {}}};                      // stride; border before; clamp",
      i, in[1], in[2], out[1], out[2], out[3], o.filter_h, o.filter_w, o.stride_h, o.stride_w,
      padding_before(o.padding, in[1], out[1], o.filter_h, o.stride_h, 1),
      padding_before(o.padding, in[2], out[2], o.filter_w, o.stride_w, 1), range.min, range.max);
  step.call = fmt::format("average_pool(kLayer{}, {}, {});", i,
                          tensor_at("std::int8_t", view.input_index(0)),
                          tensor_at("std::int8_t", view.output_index()));
  step.includes = {"device/ops/cortex_m/average_pool.h"};
  step.needs = {"device/ops/cortex_m/simd.h", "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
