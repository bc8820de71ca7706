// SPDX-License-Identifier: Apache-2.0
// CONV_2D, and DEPTHWISE_CONV_2D with one input channel, by device/ops/cortex_m/conv.h.
#include <fmt/format.h>

#include <algorithm>

#include "core/compile/channel_tables.h"
#include "core/compile/emit_tables.h"
#include "core/compile/pack_weights.h"
#include "core/compile/select_kernels.h"

namespace tadpole {
namespace {

constexpr int kTilePixels = 4;  // device/ops/cortex_m/dot.h
constexpr int kDepthStep = 8;   // its loop takes so many places of a patch at once

struct ConvShape {
  int input_h, input_w, input_c;
  int output_h, output_w, output_c;
  int filter_h, filter_w;
  int stride_h, stride_w;
  int pad_top, pad_left;
  int depth() const {
    return (filter_h * filter_w * input_c + kDepthStep - 1) / kDepthStep * kDepthStep;
  }
};

ConvShape shape_of(const OpView& view, int filter_h, int filter_w) {
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  const OpOptions& o = view.op().options;
  return {in[1],
          in[2],
          in[3],
          out[1],
          out[2],
          out[3],
          filter_h,
          filter_w,
          o.stride_h,
          o.stride_w,
          padding_before(o.padding, in[1], out[1], filter_h, o.stride_h, 1),
          padding_before(o.padding, in[2], out[2], filter_w, o.stride_w, 1)};
}

// The tile; and one patch in int8 where rows are no multiple of four bytes or may cross the border.
std::size_t scratch_bytes(const ConvShape& s) {
  const int last_y = (s.output_h - 1) * s.stride_h - s.pad_top + s.filter_h;
  const int last_x = (s.output_w - 1) * s.stride_w - s.pad_left + s.filter_w;
  const bool crosses = s.pad_top > 0 || s.pad_left > 0 || last_y > s.input_h || last_x > s.input_w;
  const int patch = crosses || s.filter_w * s.input_c % 4 != 0 ? s.depth() : 0;
  return static_cast<std::size_t>(s.depth() * 2 * kTilePixels + patch);
}

// The first input byte that tiles from `pixel` on still read.
std::int64_t first_byte_read(const ConvShape& s, int pixel) {
  if (pixel >= s.output_h * s.output_w)
    return static_cast<std::int64_t>(s.input_h) * s.input_w * s.input_c;
  const int y = std::max(0, pixel / s.output_w * s.stride_h - s.pad_top);
  const int last_y = pixel / s.output_w + 1;  // the next output row starts at the left again
  const int x = std::max(0, pixel % s.output_w * s.stride_w - s.pad_left);
  const std::int64_t here = (static_cast<std::int64_t>(y) * s.input_w + x) * s.input_c;
  if (last_y >= s.output_h) return here;
  const int next_y = std::max(0, last_y * s.stride_h - s.pad_top);
  return std::min(here, static_cast<std::int64_t>(next_y) * s.input_w * s.input_c);
}

// How far behind the output's start the input must start so that a tile's outputs land on bytes
// already read.
std::size_t slide_distance(const ConvShape& s) {
  const int pixels = s.output_h * s.output_w;
  std::int64_t distance = 0;
  for (int first = 0; first < pixels; first += kTilePixels) {
    const int next = std::min(first + kTilePixels, pixels);
    if (next == pixels) break;  // nothing is read any more
    const std::int64_t written = static_cast<std::int64_t>(next) * s.output_c;
    distance = std::max(distance, written - first_byte_read(s, next));
  }
  return static_cast<std::size_t>(distance);
}

std::string record(const ConvShape& s, const OpView& view, const ChannelTables& t) {
  const int i = view.index;
  return fmt::format(
      "constexpr Conv2d kLayer{} = {{{}, {}, {},  {}, {}, {},  // input, output: height, width, "
      "channels\n"
      "    {}, {},  {}, {},  {}, {},  // filter, stride, border before\n"
      "    {}, {}, kWeights{}, {}}};",
      i, s.input_h, s.input_w, s.input_c, s.output_h, s.output_w, s.output_c, s.filter_h,
      s.filter_w, s.stride_h, s.stride_w, s.pad_top, s.pad_left, view.zero_point(view.input(0)),
      s.depth(), i, channels_text(i, t));
}

MaybeStep make(const OpView& view, const ConvShape& s, ChannelWeights weights, const char* kernel) {
  const ChannelTables tables = TADPOLE_TRY(channel_tables({view.graph, view.op(), weights}, 2));
  Step step;
  step.op = view.index;
  step.kernel = kernel;
  step.multiply_adds = static_cast<std::int64_t>(s.output_h) * s.output_w * s.output_c *
                       static_cast<std::int64_t>(weights[0].size());
  step.tables = channel_table_constants(view.index, tables);
  step.tables.insert(step.tables.begin(),
                     {fmt::format("kWeights{}", view.index), "pairs of channels, packed",
                      pack_channel_pairs(weights, s.depth())});
  step.layer = record(s, view, tables);
  step.call =
      fmt::format("conv_2d<{}>(kLayer{}, {}, {}, {});", rounding_name(tables.form), view.index,
                  tensor_at("std::int8_t", view.input_index(0)),
                  tensor_at("std::int8_t", view.output_index()), scratch_at("void", view.index));
  step.scratch_bytes = scratch_bytes(s);
  step.in_place = InPlace{slide_distance(s), false};
  step.includes = {"device/ops/cortex_m/conv.h"};
  step.needs = {"device/ops/cortex_m/dot.h", "device/ops/cortex_m/requantize.h",
                "device/ops/cortex_m/simd.h", "device/ops/fixed_point.h"};
  return std::optional<Step>(std::move(step));
}

bool common(const OpView& view) {
  const OpOptions& o = view.op().options;
  return view.input(0).type == DType::int8 && view.input(1).type == DType::int8 &&
         view.input(1).is_constant() && view.output().type == DType::int8 &&
         view.input(0).shape.size() == 4 && view.input(0).shape[0] == 1 &&
         view.input(1).shape.size() == 4 && o.dilation_h == 1 && o.dilation_w == 1 &&
         fits_int16(view);
}

}  // namespace

MaybeStep cortex_m_conv_2d(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  if (!common(view) || filter.shape[3] != view.input(0).shape[3]) return std::optional<Step>();
  return make(view, shape_of(view, filter.shape[1], filter.shape[2]), weights_by_channel(filter),
              "conv_2d");
}

MaybeStep cortex_m_depthwise_as_conv(const OpView& view) {
  const GraphTensor& filter = view.input(1);
  if (!common(view) || view.input(0).shape[3] != 1) return std::optional<Step>();
  return make(view, shape_of(view, filter.shape[1], filter.shape[2]),
              depthwise_weights_by_channel(filter),
              "conv_2d: one input channel, so a depthwise layer is a convolution");
}

}  // namespace tadpole
