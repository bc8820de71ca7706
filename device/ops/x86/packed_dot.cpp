// SPDX-License-Identifier: Apache-2.0
#include "device/ops/x86/packed_dot.h"

#include "device/ops/x86/requantize8.h"

namespace tadpole::device {

void pack_weights(const std::int8_t* weights, std::int32_t rows, std::int32_t depth,
                  std::int16_t* packed) {
  const std::int32_t pitch = packed_depth(depth);
  std::memset(packed, 0,
              static_cast<std::size_t>(packed_rows(rows)) * static_cast<std::size_t>(pitch) * 2);
  for (std::int32_t r = 0; r < rows; ++r) {
    for (std::int32_t i = 0; i < depth; ++i) packed[r * pitch + i] = weights[r * depth + i];
  }
}

#if defined(__x86_64__)
namespace {

using Int16x16 = short
    __attribute__((vector_size(32)));  // NOLINT: the type that the instruction is declared with
using Int32x4 = std::int32_t __attribute__((vector_size(16)));

constexpr std::int32_t kRows = 4;

TADPOLE_AVX2 inline Int16x16 load(const std::int16_t* from) {
  Int16x16 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

// The sums of the lanes of four rows.
TADPOLE_AVX2 inline Int32x4 totals(const Int32x8& r0, const Int32x8& r1, const Int32x8& r2,
                                   const Int32x8& r3) {
  const Int32x8 pairs = __builtin_ia32_phaddd256(r0, r1);
  const Int32x8 other = __builtin_ia32_phaddd256(r2, r3);
  const Int32x8 halves = __builtin_ia32_phaddd256(pairs, other);
  Int32x4 low;
  Int32x4 high;
  __builtin_memcpy(&low, &halves, sizeof low);
  __builtin_memcpy(&high, reinterpret_cast<const char*>(&halves) + sizeof low, sizeof high);
  return low + high;
}

// Four rows of weights over kPixels pixels. Sums wrap like the reference's.
template <std::int32_t kPixels>
TADPOLE_AVX2 void dot_block(const PackedDot& dot, const std::int16_t* first,
                            const std::int16_t* weights, std::int32_t* sums, std::int32_t pitch) {
  Int32x8 lanes[kPixels][kRows] = {};
  const std::int32_t depth = dot.depth;
  for (std::int32_t i = 0; i < depth; i += 16) {
    Int16x16 pixels[kPixels];
    for (std::int32_t p = 0; p < kPixels; ++p) pixels[p] = load(first + p * depth + i);
    for (std::int32_t r = 0; r < kRows; ++r) {
      const Int16x16 row = load(weights + r * depth + i);
      for (std::int32_t p = 0; p < kPixels; ++p)
        lanes[p][r] += __builtin_ia32_pmaddwd256(row, pixels[p]);
    }
  }
  for (std::int32_t p = 0; p < kPixels; ++p) {
    const Int32x4 four = totals(lanes[p][0], lanes[p][1], lanes[p][2], lanes[p][3]);
    __builtin_memcpy(sums + p * pitch, &four, sizeof four);
  }
}

// Fills dot.sums for the first `pixels` pixels.
TADPOLE_AVX2 void dot_all(const PackedDot& dot, std::int32_t rows, std::int32_t pixels) {
  const std::int32_t pitch = packed_rows(rows);
  for (std::int32_t r = 0; r < rows; r += kRows) {
    const std::int16_t* weights = dot.weights + r * dot.depth;
    std::int32_t* sums = dot.sums + r;
    if (pixels == 1) {
      dot_block<1>(dot, dot.pixels, weights, sums, pitch);
      continue;
    }
    dot_block<2>(dot, dot.pixels, weights, sums, pitch);
    if (pixels > 2) dot_block<2>(dot, dot.pixels + 2 * dot.depth, weights, sums + 2 * pitch, pitch);
  }
}

// One pixel's sums to its stored values. The last group of eight may overlap the one before.
TADPOLE_AVX2 void store(const Epilogue8& e, std::int32_t channels, const std::int32_t* sums,
                        std::int8_t* to) {
  if (channels >= 8) {
    for (std::int32_t next = 0; next < channels; next += 8) {
      const std::int32_t c = next + 8 <= channels ? next : channels - 8;
      store8(e, c, load_int32x8(sums + c), to);
    }
    return;
  }
  for (std::int32_t c = 0; c < channels; ++c) {
    const std::int32_t sum = wrapping_add(sums[c], e.bias != nullptr ? e.bias[c] : 0);
    const std::int32_t scaled =
        multiply_by_quantized_multiplier(sum, {e.multiplier[c], e.shift[c]});
    to[c] = static_cast<std::int8_t>(
        clamp(wrapping_add(scaled, e.output_offset), e.output_min, e.output_max));
  }
}

// n values with the offset added. Vectorizes by itself.
TADPOLE_AVX2 void widen(const std::int8_t* from, std::int32_t n, std::int32_t offset,
                        std::int16_t* to) {
  const auto add = static_cast<std::int16_t>(offset);
  for (std::int32_t i = 0; i < n; ++i) to[i] = static_cast<std::int16_t>(from[i] + add);
}

// What lies outside the image is the zero point, and that is 0 once the offset is added.
void gather(const Conv2dParams& p, const std::int8_t* input, std::int32_t b, std::int32_t y,
            std::int32_t x, std::int16_t* to) {
  const Window& w = p.window;
  const TapRange rows =
      inside_taps(y * w.stride_h - w.pad_top, w.input_h, w.filter_h, w.dilation_h);
  const TapRange columns =
      inside_taps(x * w.stride_w - w.pad_left, w.input_w, w.filter_w, w.dilation_w);
  const std::int32_t all = w.filter_h * w.filter_w;
  if ((rows.last - rows.first) * (columns.last - columns.first) != all) {
    std::memset(to, 0, static_cast<std::size_t>(all * w.input_c) * sizeof *to);
  }
  detail::for_each_tap(w, w.input_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
    widen(input + from, w.input_c, p.input_offset, to + tap);
  });
}

void clear_pixels(const PackedDot& dot) {
  std::memset(dot.pixels, 0, static_cast<std::size_t>(dot.depth * kDotPixels) * sizeof *dot.pixels);
}

}  // namespace

bool packed_dot_available() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") != 0;
}

void conv_2d_packed(const Conv2dParams& p, const PackedDot& dot, const std::int8_t* input,
                    const std::int8_t* /*weights*/, const std::int32_t* bias, std::int8_t* output) {
  const Window& w = p.window;
  clear_pixels(dot);
  std::int32_t waiting = 0;
  std::int8_t* first = output;  // of the pixels that wait
  const Epilogue8 epilogue{bias,         p.multiplier, p.shift, p.output_offset,
                           p.output_min, p.output_max};
  const auto finish = [&] {
    dot_all(dot, w.output_c, waiting);
    for (std::int32_t i = 0; i < waiting; ++i, first += w.output_c) {
      store(epilogue, w.output_c, dot.sums + i * packed_rows(w.output_c), first);
    }
    waiting = 0;
  };
  detail::for_each_output_pixel(w,
                                [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t) {
                                  gather(p, input, b, y, x, dot.pixels + waiting * dot.depth);
                                  if (++waiting == kDotPixels) finish();
                                });
  if (waiting > 0) finish();
}

void fully_connected_packed(const FullyConnectedParams& p, const PackedDot& dot,
                            const std::int8_t* input, const std::int8_t* /*weights*/,
                            const std::int32_t* bias, std::int8_t* output) {
  clear_pixels(dot);
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.inputs) {
    widen(input, p.inputs, p.input_offset, dot.pixels);
    dot_all(dot, p.outputs, 1);
    for (std::int32_t c = 0; c < p.outputs; ++c) {
      const std::int32_t k = p.per_channel ? c : 0;
      const std::int32_t sum = wrapping_add(dot.sums[c], bias != nullptr ? bias[c] : 0);
      const std::int32_t scaled =
          multiply_by_quantized_multiplier(sum, {p.multiplier[k], p.shift[k]});
      *output++ = static_cast<std::int8_t>(
          clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
    }
  }
}

#else

bool packed_dot_available() { return false; }

void conv_2d_packed(const Conv2dParams& p, const PackedDot&, const std::int8_t* input,
                    const std::int8_t* weights, const std::int32_t* bias, std::int8_t* output) {
  conv_2d(p, input, weights, bias, output);
}

void fully_connected_packed(const FullyConnectedParams& p, const PackedDot&,
                            const std::int8_t* input, const std::int8_t* weights,
                            const std::int32_t* bias, std::int8_t* output) {
  fully_connected(p, input, weights, bias, output);
}

#endif

}  // namespace tadpole::device
