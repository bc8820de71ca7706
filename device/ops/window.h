// SPDX-License-Identifier: Apache-2.0
// The geometry of operators that slide a window over an image: convolutions and pools. Tensors are
// NHWC.
#pragma once
#include <cstdint>

namespace tadpole::device {

struct Window {
  std::int32_t batches = 1;
  std::int32_t input_h = 1, input_w = 1, input_c = 1;
  std::int32_t output_h = 1, output_w = 1, output_c = 1;
  std::int32_t filter_h = 1, filter_w = 1;
  std::int32_t stride_h = 1, stride_w = 1;
  std::int32_t dilation_h = 1, dilation_w = 1;
  std::int32_t pad_top = 0, pad_left = 0;
};

enum class PaddingMode : std::uint8_t { same = 0, valid = 1 };  // .tflite numbering

// Output size along one axis. Expects: all > 0; the dilated filter fits in int32.
constexpr std::int32_t window_output(PaddingMode padding, std::int32_t input, std::int32_t filter,
                                     std::int32_t stride, std::int32_t dilation) {
  const std::int32_t reach = (filter - 1) * dilation + 1;
  const std::int32_t span = padding == PaddingMode::same ? input : input - reach + 1;
  return span <= 0 ? 0 : (span + stride - 1) / stride;
}

// Zeros before the first element. SAME puts the odd one behind: an even filter reaches one further
// to the right.
constexpr std::int32_t window_padding(std::int32_t input, std::int32_t output, std::int32_t filter,
                                      std::int32_t stride, std::int32_t dilation) {
  const std::int32_t total = (output - 1) * stride + (filter - 1) * dilation + 1 - input;
  return total > 0 ? total / 2 : 0;
}

// The filter taps [first, last) of one axis that lie inside the input when the window starts at
// `origin`.
struct TapRange {
  std::int32_t first = 0, last = 0;
};
constexpr TapRange inside_taps(std::int32_t origin, std::int32_t input, std::int32_t filter,
                               std::int32_t dilation) {
  const std::int32_t first = origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
  const std::int32_t room = input - origin;
  const std::int32_t fit = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  const std::int32_t last = fit < filter ? fit : filter;
  return {first, last < first ? first : last};
}

}  // namespace tadpole::device
