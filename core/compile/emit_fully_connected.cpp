// SPDX-License-Identifier: Apache-2.0
// FULLY_CONNECTED by device/ops/cortex_m/fully_connected.h.
#include <fmt/format.h>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_tables.h"
#include "core/compile/pack_weights.h"
#include "core/compile/select_kernels.h"

namespace tadpole {

MaybeStep cortex_m_fully_connected(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  if (view.input(0).type != DType::int8 || filter.type != DType::int8 || !filter.is_constant() ||
      view.output().type != DType::int8 || filter.shape.size() != 2) {
    return std::optional<Step>();
  }
  const int depth = filter.shape[1];
  const int outputs = filter.shape[0];
  const auto rows = static_cast<int>(view.output().elements()) / outputs;
  const ChannelWeights weights = weights_by_channel(filter);
  const ChannelTables tables = TADPOLE_TRY(channel_tables({view.graph, view.op(), weights}, 4));
  const int i = view.index;
  Step step;
  step.op = i;
  step.kernel = "fully_connected: four outputs at a time";
  step.multiply_adds = static_cast<std::int64_t>(rows) * depth * outputs;
  step.tables = channel_table_constants(i, tables);
  step.tables.insert(step.tables.begin(),
                     {fmt::format("kWeights{}", i), "fours of channels, packed",
                      pack_channel_fours(weights, (depth + 3) / 4 * 4)});
  step.layer = fmt::format(
      "constexpr FullyConnected kLayer{} = {{{}, {}, {}, kWeights{}, {}}};  // rows, depth, "
      "outputs",
      i, rows, depth, outputs, i, channels_text(i, tables));
  step.call = fmt::format("fully_connected<{}>(kLayer{}, {}, {});", rounding_name(tables.form), i,
                          tensor_at("std::int8_t", view.input_index(0)),
                          tensor_at("std::int8_t", view.output_index()));
  step.includes = {"device/ops/cortex_m/fully_connected.h"};
  step.needs = {"device/ops/cortex_m/dot.h", "device/ops/cortex_m/requantize.h",
                "device/ops/cortex_m/simd.h", "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
