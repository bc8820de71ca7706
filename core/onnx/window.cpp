// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/window.h"

#include <fmt/format.h>

#include <algorithm>

#include "device/ops/window.h"

namespace tadpole {
namespace {

constexpr std::int64_t kLargest = 1 << 15;

// The attribute, or `absent` for every axis. Fails for another number of values or one outside.
Result<std::vector<std::int64_t>> read_sizes(const Importer& in, const char* name,
                                             std::size_t count, std::int64_t absent) {
  std::vector<std::int64_t> sizes = in.node().wholes(name);
  if (sizes.empty()) sizes.assign(count, absent);
  const bool fits = std::all_of(sizes.begin(), sizes.end(), [&](std::int64_t s) {
    return s >= std::min<std::int64_t>(absent, 1) && s <= kLargest;
  });
  if (sizes.size() == count && fits) return sizes;
  return in.refuse(
      fmt::format("its attribute {} is [{}], {} whole numbers of {} to {} are expected", name,
                  fmt::join(sizes, ", "), count, std::min<std::int64_t>(absent, 1), kLargest));
}

// SAME_UPPER, SAME_LOWER: as many windows as strides fit, the odd pixel behind or in front.
void pad_same(WindowSide& side, bool odd_in_front) {
  side.output = (side.input + side.stride - 1) / side.stride;
  const int total = std::max(0, (side.output - 1) * side.stride + side.reach() - side.input);
  side.before = odd_in_front ? total - total / 2 : total / 2;
  side.after = total - side.before;
}

// Padding by numbers. False when no window fits.
bool pad_by_numbers(WindowSide& side, bool& is_ceil) {
  const int room = side.input + side.before + side.after - side.reach();
  if (room < 0) return false;
  side.output = room / side.stride + 1;
  const bool wants_more =
      is_ceil && room % side.stride != 0 && side.output * side.stride < side.input + side.before;
  is_ceil = wants_more;
  side.output += wants_more ? 1 : 0;
  side.after =
      std::max(0, (side.output - 1) * side.stride + side.reach() - side.input - side.before);
  return true;
}

bool side_fits(const WindowSide& s, Padding padding) {
  if (padding == Padding::valid) {
    return s.before == 0 && s.output == device::window_output(device::PaddingMode::valid, s.input,
                                                              s.filter, s.stride, s.dilation);
  }
  return s.output == device::window_output(device::PaddingMode::same, s.input, s.filter, s.stride,
                                           s.dilation) &&
         s.before == device::window_padding(s.input, s.output, s.filter, s.stride, s.dilation);
}

Result<WindowSide> read_side(const Importer& in, const WindowSide& given, bool& is_ceil) {
  WindowSide side = given;
  const std::string mode = in.node().text("auto_pad", "NOTSET");
  const bool same = mode == "SAME_UPPER" || mode == "SAME_LOWER";
  if (mode == "VALID") side.before = side.after = 0;
  if (same) pad_same(side, mode == "SAME_LOWER");
  if (same || pad_by_numbers(side, is_ceil)) return side;
  return in.refuse(fmt::format("its window of {} does not fit into {} and the padding {} + {}",
                               side.reach(), side.input, side.before, side.after));
}

}  // namespace

bool PictureWindow::fits(Padding padding) const {
  return side_fits(h, padding) && side_fits(w, padding);
}

Result<PictureWindow> read_window(const Importer& in, const Dims& dims, const Dims& filter) {
  const std::size_t n = filter.size();
  if ((n != 1 && n != 2) || dims.size() != n + 2) {
    return in.refuse(
        fmt::format("its window has {} axes and its input is {}; we take pictures (N, "
                    "C, H, W) and series (N, C, L)",
                    n, dims_text(dims)));
  }
  const auto strides = TADPOLE_TRY(read_sizes(in, "strides", n, 1));
  const auto dilations = TADPOLE_TRY(read_sizes(in, "dilations", n, 1));
  const auto pads = TADPOLE_TRY(read_sizes(in, "pads", 2 * n, 0));
  PictureWindow window;
  for (std::size_t i = 0; i < n; ++i) {
    if (filter[i] < 1 || filter[i] > kLargest || dims[i + 2] > (1 << 24))
      return in.refuse(fmt::format("its window is {} wide", filter[i]));
    WindowSide side{.input = dims[i + 2],
                    .filter = filter[i],
                    .stride = static_cast<int>(strides[i]),
                    .dilation = static_cast<int>(dilations[i]),
                    .before = static_cast<int>(pads[i]),
                    .after = static_cast<int>(pads[n + i])};
    if (side.filter > 1 && side.dilation > (1 << 24) / side.filter)
      return in.refuse("its dilated window is wider than any picture");
    bool is_ceil = in.node().whole("ceil_mode", 0) != 0;
    side = TADPOLE_TRY(read_side(in, side, is_ceil));
    window.is_ceil = window.is_ceil || is_ceil;
    (n == 2 && i == 0 ? window.h : window.w) = side;
  }
  return window;
}

int padded(Importer& in, int picture, PictureWindow& window, float value) {
  Dims dims = in.shape(picture);
  const std::vector<int> around = {
      0, 0, window.h.before, window.h.after, window.w.before, window.w.after, 0, 0};
  for (std::size_t i = 0; i < 4; ++i) dims[i] += around[2 * i] + around[2 * i + 1];
  std::vector<int> inputs = {picture, in.whole_tensor("paddings", {4, 2}, around)};
  if (value != 0.0F) inputs.push_back(in.real_tensor("padding_value", {1}, {value}));
  const int result =
      in.add(value == 0.0F ? builtin::kPad : builtin::kPadV2, std::move(inputs), dims);
  for (WindowSide* side : {&window.h, &window.w}) {
    side->input += side->before + side->after;
    side->before = side->after = 0;
  }
  return result;
}

OpOptions window_options(const PictureWindow& window, Padding padding) {
  OpOptions options;
  options.padding = padding;
  options.stride_h = window.h.stride, options.stride_w = window.w.stride;
  options.dilation_h = window.h.dilation, options.dilation_w = window.w.dilation;
  options.filter_h = window.h.filter, options.filter_w = window.w.filter;
  return options;
}

Dims window_dims(const Dims& dims, const PictureWindow& window, int channels) {
  Dims out = {dims[0], channels};
  if (dims.size() == 4) out.push_back(window.h.output);
  out.push_back(window.w.output);
  return out;
}

}  // namespace tadpole
