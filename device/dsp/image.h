// SPDX-License-Identifier: Apache-2.0
// START HERE for pictures. The image front end of a firmware image: a frame of a camera in, the
// input of a model out. Crop, resize, grey or colour, normalise, quantize.
//
//   inline constexpr tadpole::device::ImageOptions kImage = {96, 96};
//   static tadpole::device::ImageFrontEnd<kImage> front_end;  // all its RAM
//   front_end.plan({.scale = kInputScale, .zero_point = kInputZeroPoint});
//   front_end.frame({camera_buffer, 320, 240, tadpole::device::PixelFormat::rgb565_be}, input);
//
// The host calls the same code with options known at run time (image_frame): same bytes.
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/image_options.h"
#include "device/dsp/image_resize.h"
#include "device/dsp/quantize.h"

namespace tadpole::device {

// What the front end gives for level 0 to 255 of a channel. Cannot fail.
inline float normalised(const ImageOptions& o, int channel, std::uint8_t level) {
  const auto value = static_cast<float>(level);
  switch (o.normalise) {
    case Normalise::none:
      return value;
    case Normalise::unit:
      return value / 255.0f;
    case Normalise::signed_unit:
      return (value - 127.5f) / 127.5f;
    default:
      return (value - o.mean[channel]) / o.sd[channel];
  }
}

// ok, or bad_argument: no pixels, a side below 1 or over kMaxFrameSide, rows that overlap.
inline Status check(const CameraFrame& f) {
  if (f.pixels == nullptr || f.width < 1 || f.height < 1) return Status::bad_argument;
  if (f.width > kMaxFrameSide || f.height > kMaxFrameSide) return Status::bad_argument;
  return f.row_bytes == 0 || f.row_bytes >= f.width * pixel_bytes(f.format) ? Status::ok
                                                                            : Status::bad_argument;
}

// sums[x][c] += weight * the weighted sum of the row's pixels under output column x.
template <PixelFormat kFormat>
void add_image_row(const ImageOptions& o, const std::uint8_t* row, const ImageAxis& axis,
                   std::uint32_t weight, std::uint64_t* sums) {
  for (std::int32_t x = 0; x < axis.to; ++x) {
    const ImageRun run = image_run(axis, x);
    std::uint32_t sum[3] = {0, 0, 0};
    const auto add = [&](std::int32_t i, std::uint32_t w) {
      const Rgb p = colour_at(row + i * pixel_bytes(kFormat), kFormat);
      if (o.colour == ImageColour::grey) {
        sum[0] += w * (kFormat == PixelFormat::grey8 ? p.red : grey_of(p));
      } else {
        sum[0] += w * p.red, sum[1] += w * p.green, sum[2] += w * p.blue;
      }
    };
    add(run.first, run.first_weight);
    for (std::int32_t i = run.first + 1; i < run.last; ++i) add(i, run.middle_weight);
    if (run.last > run.first) add(run.last, run.last_weight);
    for (int c = 0; c < channel_count(o); ++c)
      *sums++ += static_cast<std::uint64_t>(weight) * sum[c];
  }
}

// One loop per format: a branch per pixel would cost more than the arithmetic.
inline void add_image_row(const ImageOptions& o, const std::uint8_t* row, PixelFormat format,
                          const ImageAxis& axis, std::uint32_t weight, std::uint64_t* sums) {
  switch (format) {
    case PixelFormat::grey8:
      return add_image_row<PixelFormat::grey8>(o, row, axis, weight, sums);
    case PixelFormat::rgb888:
      return add_image_row<PixelFormat::rgb888>(o, row, axis, weight, sums);
    case PixelFormat::bgr888:
      return add_image_row<PixelFormat::bgr888>(o, row, axis, weight, sums);
    case PixelFormat::rgb565_le:
      return add_image_row<PixelFormat::rgb565_le>(o, row, axis, weight, sums);
    case PixelFormat::rgb565_be:
      return add_image_row<PixelFormat::rgb565_be>(o, row, axis, weight, sums);
  }
}

// Half up. 32 bits where they are enough: a microcontroller divides those in a few cycles.
inline std::uint8_t image_quotient(std::uint64_t sum, std::uint32_t total) {
  const std::uint64_t raised = sum + total / 2;
  if (raised <= 0xFFFFFFFFu)
    return static_cast<std::uint8_t>(static_cast<std::uint32_t>(raised) / total);
  return static_cast<std::uint8_t>(raised / total);
}

inline bool is_ink(const ImageOptions& o, const std::uint8_t* pixel, PixelFormat format) {
  const Rgb p = colour_at(pixel, format);
  const std::uint8_t level = format == PixelFormat::grey8 ? p.red : grey_of(p);
  return o.ink == ImageInk::dark ? level < o.ink_level : level >= o.ink_level;
}

// The part of a frame that options.ink names. Expects check(frame) == ok. Cannot fail.
inline CameraFrame ink_part(const ImageOptions& o, const CameraFrame& f) {
  if (o.ink == ImageInk::whole) return f;
  const std::int32_t step = pixel_bytes(f.format);
  const std::int32_t row_bytes = f.row_bytes != 0 ? f.row_bytes : f.width * step;
  std::int32_t left = f.width, right = -1, top = f.height, bottom = -1;
  for (std::int32_t y = 0; y < f.height; ++y) {
    const std::uint8_t* row = f.pixels + static_cast<std::size_t>(y) * row_bytes;
    for (std::int32_t x = 0; x < f.width; ++x) {
      if (!is_ink(o, row + x * step, f.format)) continue;
      left = x < left ? x : left, right = x > right ? x : right;
      top = y < top ? y : top, bottom = y;
    }
  }
  if (right < 0) return f;
  const std::int32_t width = right - left + 1, height = bottom - top + 1;
  const std::int32_t margin = (width > height ? width : height) / 16;
  left = left > margin ? left - margin : 0;
  top = top > margin ? top - margin : 0;
  right = right + margin < f.width ? right + margin : f.width - 1;
  bottom = bottom + margin < f.height ? bottom + margin : f.height - 1;
  return {f.pixels + static_cast<std::size_t>(top) * row_bytes + left * step, right - left + 1,
          bottom - top + 1, f.format, row_bytes};
}

// Calls emit(place in the output, channel, level 0 to 255) once for each value of [height][width]
// [channels], in order. sums: [image_scratch(options)]. Expects check(options) == ok. bad_argument:
// see check(frame).
template <typename Emit>
Status image_frame(const ImageOptions& o, const CameraFrame& all, std::uint64_t* sums, Emit emit) {
  if (check(all) != Status::ok) return Status::bad_argument;
  const CameraFrame frame = ink_part(o, all);
  const ImageLayout layout = image_layout(o, frame.width, frame.height);
  const int channels = channel_count(o);
  const std::size_t row_bytes = static_cast<std::size_t>(
      frame.row_bytes != 0 ? frame.row_bytes : frame.width * pixel_bytes(frame.format));
  // Sides of 32768 make 2^30 here at most.
  const std::uint32_t total = layout.x.total() * layout.y.total();
  int place = 0;
  for (std::int32_t y = 0; y < o.height; ++y) {
    const std::int32_t inside = y - layout.top;
    const bool is_bar = inside < 0 || inside >= layout.y.to;
    const ImageRun run = is_bar ? ImageRun{0, -1, 0, 0, 0} : image_run(layout.y, inside);
    for (int i = 0; i < layout.x.to * channels; ++i) sums[i] = 0;
    for (std::int32_t i = run.first; i <= run.last; ++i)
      add_image_row(o, frame.pixels + static_cast<std::size_t>(i) * row_bytes, frame.format,
                    layout.x, run.weight(i), sums);
    for (std::int32_t x = 0; x < o.width; ++x) {
      const std::int32_t column = x - layout.left;
      const bool is_outside = is_bar || column < 0 || column >= layout.x.to;
      for (int c = 0; c < channels; ++c, ++place)
        emit(place, c, is_outside ? o.bar : image_quotient(sums[column * channels + c], total));
    }
  }
  return Status::ok;
}

// int8 of the 256 levels of a channel. table: [256]. Cannot fail. Expects scale > 0.
inline void fill_level_table(const ImageOptions& o, int channel, Quantization quantization,
                             std::int8_t* table) {
  Quantizer q;
  q.scale = quantization.scale;
  q.zero_point = quantization.zero_point;
  for (int level = 0; level < 256; ++level)
    table[level] = quantize(normalised(o, channel, static_cast<std::uint8_t>(level)), q);
}

template <const ImageOptions& kOptions>
class ImageFrontEnd {
  static_assert(check(kOptions) == Status::ok,
                "image options outside their range, see image_options.h");

 public:
  static constexpr int kWidth = kOptions.width;
  static constexpr int kHeight = kOptions.height;
  static constexpr int kChannels = channel_count(kOptions);
  static constexpr int kValues = image_values(kOptions);

  // How the real values become int8: the scale and zero point of the model's input. Cannot fail.
  // Expects scale > 0. Call once before frame().
  void plan(Quantization quantization) {
    for (int c = 0; c < kChannels; ++c)
      fill_level_table(kOptions, c, quantization, tables_[static_cast<std::size_t>(c)].data());
  }
  // input: [kHeight][kWidth][kChannels]. bad_argument: the frame has no pixels or no size.
  Status frame(const CameraFrame& frame, std::int8_t* input) {
    return image_frame(kOptions, frame, sums_.data(), [&](int i, int c, std::uint8_t level) {
      input[i] = tables_[static_cast<std::size_t>(c)][level];
    });
  }
  // The same as real values, before quantization.
  Status frame_real(const CameraFrame& frame, float* input) {
    return image_frame(kOptions, frame, sums_.data(), [&](int i, int c, std::uint8_t level) {
      input[i] = normalised(kOptions, c, level);
    });
  }

 private:
  std::array<std::uint64_t, image_scratch(kOptions)> sums_{};
  std::array<std::array<std::int8_t, 256>, channel_count(kOptions)> tables_{};
};

}  // namespace tadpole::device
