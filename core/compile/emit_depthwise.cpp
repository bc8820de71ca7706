// SPDX-License-Identifier: Apache-2.0
// DEPTHWISE_CONV_2D 3x3, multiplier 1, by device/ops/cortex_m/depthwise.h.
#include <fmt/format.h>

#include <algorithm>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_tables.h"
#include "core/compile/pack_weights.h"
#include "core/compile/select_kernels.h"

namespace tadpole {
namespace {

constexpr int kSegment = 6;  // outputs that share one load of the taps

struct Plane {
  int pad_top, pad_left;
  int pitch;   // values from row to row
  int values;  // with what the last segment reads beyond
};

Plane plane_of(const OpView& view) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const OpOptions& o = view.op().options;
  Plane p{};
  p.pad_top = padding_before(o.padding, in[1], out[1], 3, o.stride_h, 1);
  p.pad_left = padding_before(o.padding, in[2], out[2], 3, o.stride_w, 1);
  const int needed_w = (out[2] - 1) * o.stride_w + 3;
  const int needed_h = (out[1] - 1) * o.stride_h + 3;
  // The right border of a row may be the left border of the next one.
  p.pitch = (std::max(p.pad_left + in[2], needed_w - p.pad_left) + 1) / 2 * 2;
  p.values = std::max(needed_h, p.pad_top + in[1]) * p.pitch + std::max(0, needed_w - p.pitch) + 2;
  return p;
}

std::string record(const OpView& view, const Plane& p, const ChannelTables& t) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const int i = view.index;
  return fmt::format(
      "constexpr Depthwise3x3 kLayer{} = {{{}, {}, {},  {}, {},  {},  // input h, w, c; output h, "
      "w; stride\n"
      "    {}, {},  {}, {},  // border before; pitch and values of the padded plane\n"
      "    {}, kWeights{}, {}}};",
      i, in[1], in[2], in[3], out[1], out[2], view.op().options.stride_h, p.pad_top, p.pad_left,
      p.pitch, p.values, view.zero_point(view.input(0)), i, channels_text(i, t));
}

std::vector<std::int8_t> flatten(const ChannelWeights& weights) {
  std::vector<std::int8_t> all;
  for (const std::vector<std::int8_t>& w : weights) all.insert(all.end(), w.begin(), w.end());
  return all;
}

bool takes(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  const OpOptions& o = view.op().options;
  return view.input(0).type == DType::int8 && filter.type == DType::int8 && filter.is_constant() &&
         view.output().type == DType::int8 && view.input(0).shape.size() == 4 &&
         view.input(0).shape[0] == 1 && filter.shape.size() == 4 && filter.shape[1] == 3 &&
         filter.shape[2] == 3 && filter.shape[3] == view.input(0).shape[3] &&
         o.stride_h == o.stride_w && (o.stride_h == 1 || o.stride_h == 2) && o.dilation_h == 1 &&
         o.dilation_w == 1 && fits_int16(view);
}

}  // namespace

MaybeStep cortex_m_depthwise_conv_2d(const OpView& view) {
  if (view.input(0).shape.size() == 4 && view.input(0).shape[3] == 1)
    return cortex_m_depthwise_as_conv(view);
  if (!takes(view)) return std::optional<Step>();
  const ChannelWeights weights = depthwise_weights_by_channel(view.input(1));
  const ChannelTables tables = TADPOLE_TRY(channel_tables({view.graph, view.op(), weights}, 1));
  const Plane plane = plane_of(view);
  const int width = view.output().shape[2];
  const int count = std::min(width, kSegment);
  Step step;
  step.op = view.index;
  step.kernel = "depthwise_3x3: one channel at a time, in place";
  step.multiply_adds = static_cast<std::int64_t>(view.output().elements()) * 9;
  step.tables = channel_table_constants(view.index, tables);
  step.tables.insert(step.tables.begin(),
                     {fmt::format("kWeights{}", view.index), "[channel][3][3]", flatten(weights)});
  step.layer = record(view, plane, tables);
  step.call =
      fmt::format("depthwise_3x3<{}, {}, {}, {}>(kLayer{}, {}, {}, {});",
                  rounding_name(tables.form), view.op().options.stride_h, count, width % count,
                  view.index, tensor_at("std::int8_t", view.input_index(0)),
                  tensor_at("std::int8_t", view.output_index()), scratch_at("void", view.index));
  step.scratch_bytes = static_cast<std::size_t>(plane.values) * 2;
  step.in_place = InPlace{0, true};
  step.includes = {"device/ops/cortex_m/depthwise.h"};
  step.needs = {"device/ops/cortex_m/requantize.h", "device/ops/cortex_m/simd.h",
                "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
