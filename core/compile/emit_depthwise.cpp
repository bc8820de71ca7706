// SPDX-License-Identifier: Apache-2.0
// DEPTHWISE_CONV_2D with multiplier 1, by device/ops/cortex_m/depthwise.h.
#include <fmt/format.h>

#include <algorithm>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_tables.h"
#include "core/compile/pack_weights.h"
#include "core/compile/select_kernels.h"

namespace tadpole {
namespace {

constexpr int kSegment = 6;       // outputs of a 3x3 filter that share one load of the taps
constexpr int kLargestWidth = 8;  // input rows up to here are read by straight code

struct DepthwiseShape {
  int input_h, input_w, channels;
  int output_h, output_w;
  int filter_h, filter_w;
  int stride_h, stride_w;
  int pad_top, pad_left;
  bool is_3x3() const {
    return filter_h == 3 && filter_w == 3 && stride_h == stride_w && stride_h <= 2;
  }
};

DepthwiseShape shape_of(const OpView& view) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const std::vector<int>& w = view.input(1).shape;
  const OpOptions& o = view.op().options;
  return {in[1],
          in[2],
          in[3],
          out[1],
          out[2],
          w[1],
          w[2],
          o.stride_h,
          o.stride_w,
          padding_before(o.padding, in[1], out[1], w[1], o.stride_h, 1),
          padding_before(o.padding, in[2], out[2], w[2], o.stride_w, 1)};
}

// One column is the same bytes as one row, and the kernels look for neighbours in rows.
DepthwiseShape column_as_row(DepthwiseShape s) {
  if (s.input_w != 1 || s.filter_w != 1 || s.output_w != 1) return s;
  std::swap(s.input_h, s.input_w);
  std::swap(s.output_h, s.output_w);
  std::swap(s.filter_h, s.filter_w);
  std::swap(s.stride_h, s.stride_w);
  std::swap(s.pad_top, s.pad_left);
  return s;
}

struct Plane {
  int pitch;   // values from row to row
  int values;  // with what the last segment reads beyond
};

Plane plane_of(const DepthwiseShape& s) {
  const int needed_w = (s.output_w - 1) * s.stride_w + s.filter_w;
  const int needed_h = (s.output_h - 1) * s.stride_h + s.filter_h;
  // What is read: outputs in fours and taps in pairs. Beyond needed_w it meets no output and no
  // tap.
  const int read_w = ((s.output_w + 3) / 4 * 4 - 1) * s.stride_w + s.filter_w + 1;
  Plane p{};
  // The right border of a row may be the left border of the next one.
  p.pitch = (std::max(s.pad_left + s.input_w, needed_w - s.pad_left) + 1) / 2 * 2;
  const int rows = std::max(needed_h, s.pad_top + s.input_h);
  p.values = (rows * p.pitch + std::max(0, read_w - p.pitch) + 3) / 2 * 2;
  return p;
}

std::string record(const OpView& view, const DepthwiseShape& s, const ChannelTables& t) {
  const Plane p = plane_of(s);
  const int i = view.index;
  return fmt::format(
      "constexpr Depthwise kLayer{} = {{{}, {}, {},  {}, {},  // input h, w, c; output h, w\n"
      "    {}, {},  {}, {},  {}, {},  // filter; stride; border before\n"
      "    {}, {},  // pitch and values of the padded plane\n"
      "    {}, kWeights{}, {}}};",
      i, s.input_h, s.input_w, s.channels, s.output_h, s.output_w, s.filter_h, s.filter_w,
      s.stride_h, s.stride_w, s.pad_top, s.pad_left, p.pitch, p.values,
      view.zero_point(view.input(0)), i, channels_text(i, t));
}

// "depthwise_3x3<...>" or "depthwise<...>".
std::string kernel_text(const DepthwiseShape& s, const char* rounding) {
  if (!s.is_3x3()) return fmt::format("depthwise<{}>", rounding);
  const int count = s.output_w <= kSegment ? 0 : kSegment;
  const int rest = count == 0 ? s.output_w : s.output_w % kSegment;
  return fmt::format("depthwise_3x3<{}, {}, {}, {}, {}>", rounding, s.stride_h, count, rest,
                     s.input_w <= kLargestWidth ? s.input_w : 0);
}

std::size_t scratch_bytes(const DepthwiseShape& s) {
  const int pairs = s.is_3x3() ? 0 : s.filter_h * ((s.filter_w + 1) / 2);
  return static_cast<std::size_t>(2 * plane_of(s).values + 4 * pairs);
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
         view.input(0).shape[0] == 1 && filter.shape.size() == 4 &&
         filter.shape[3] == view.input(0).shape[3] && o.dilation_h == 1 && o.dilation_w == 1 &&
         fits_int16(view);
}

}  // namespace

MaybeStep cortex_m_depthwise_conv_2d(const OpView& view) {
  if (view.input(0).shape.size() == 4 && view.input(0).shape[3] == 1) {
    return cortex_m_depthwise_as_conv(view);
  }
  if (!takes(view)) return std::optional<Step>();
  const ChannelWeights weights = depthwise_weights_by_channel(view.input(1));
  const ChannelTables tables = TADPOLE_TRY(channel_tables({view.graph, view.op(), weights}, 1));
  const DepthwiseShape shape = column_as_row(shape_of(view));
  Step step;
  step.op = view.index;
  step.kernel = "depthwise: one channel at a time, in place";
  step.multiply_adds = static_cast<std::int64_t>(view.output().elements() * weights[0].size());
  step.tables = channel_table_constants(view.index, tables);
  step.tables.insert(step.tables.begin(), {fmt::format("kWeights{}", view.index),
                                           "[channel][height][width]", flatten(weights)});
  step.layer = record(view, shape, tables);
  step.call =
      fmt::format("{}(kLayer{}, {}, {}, {});", kernel_text(shape, rounding_name(tables.form)),
                  view.index, tensor_at("std::int8_t", view.input_index(0)),
                  tensor_at("std::int8_t", view.output_index()), scratch_at("void", view.index));
  step.scratch_bytes = scratch_bytes(shape);
  step.in_place = InPlace{0, true};
  step.includes = {"device/ops/cortex_m/depthwise.h"};
  step.needs = {"device/ops/cortex_m/requantize.h", "device/ops/cortex_m/simd.h",
                "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
