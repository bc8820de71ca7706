// SPDX-License-Identifier: Apache-2.0
// The inner loop of convolutions and dense layers: dot products of int8 weights with inputs widened
// to 16 bits.
//
// Order of the numbers (core/compile/pack_weights.cpp makes the same):
//   inputs   four values of one pixel, a0..a3, become two words (a0,a2) (a1,a3): what SXTB16 gives
//   for free weights  a word is {w0[k], w1[k], w0[k'], w1[k']}: two channels times one of those
//   pairs of inputs
// so SXTB16 of a word is channel 0's pair, SXTB16 rotated by 8 is channel 1's.
#pragma once
#include "device/ops/cortex_m/simd.h"

namespace tadpole::device::cortex_m {

constexpr int kTilePixels = 4;  // pixels that share one load of the weights

// Four input bytes of one pixel into its column of a tile: a pair of inputs every kTilePixels
// words.
TADPOLE_INLINE void widen_four(const std::int8_t* from, std::uint32_t* to) {
  const std::uint32_t word = load_word(from);
  to[0] = sxtb16(word);
  to[kTilePixels] = sxtb16_ror8(word);
}

// The same for `count` bytes, a multiple of 4. Gives where the column goes on.
TADPOLE_INLINE std::uint32_t* widen(const std::int8_t* from, int count, std::uint32_t* to) {
  if ((count & 4) != 0) {
    widen_four(from, to);
    from += 4;
    to += 2 * kTilePixels;
  }
  for (int left = count / 8; left > 0; --left, from += 8, to += 4 * kTilePixels) {
    widen_four(from, to);
    widen_four(from + 4, to + 2 * kTilePixels);
  }
  return to;
}

// `count` times the same value. Gives where the column goes on.
TADPOLE_INLINE std::uint32_t* widen_constant(std::int8_t value, int count, std::uint32_t* to) {
  const std::uint32_t pair = pack_halves(value, value);
  for (int left = count / 2; left > 0; --left, to += kTilePixels) *to = pair;
  return to;
}

// sums[0..3] += channel 0 of four pixels, sums[4..7] += channel 1. `tile` holds the pairs of the
// four pixels side by side and ends at `tile_end` (a multiple of 4 pairs, so that one loop serves).
// Gives where the weights go on.
TADPOLE_INLINE const std::int8_t* dot_4x2(const std::uint32_t* tile, const std::uint32_t* tile_end,
                                          const std::int8_t* weights, std::int32_t (&sums)[8]) {
#if TADPOLE_ARM_DSP
  // 13 instructions for 16 multiply-adds; all 14 general registers are in use, so the end is
  // compared in memory.
#define TADPOLE_DOT_STEP(WEIGHTS, PIXELS_01, PIXELS_23) \
  "ldr %[w1], " WEIGHTS                                 \
  "\n\t"                                                \
  "ldrd %[x0], %[x1], " PIXELS_01                       \
  "\n\t"                                                \
  "sxtb16 %[w0], %[w1]\n\t"                             \
  "sxtb16 %[w1], %[w1], ror #8\n\t"                     \
  "smlad %[s0], %[x0], %[w0], %[s0]\n\t"                \
  "smlad %[s4], %[x0], %[w1], %[s4]\n\t"                \
  "smlad %[s1], %[x1], %[w0], %[s1]\n\t"                \
  "smlad %[s5], %[x1], %[w1], %[s5]\n\t"                \
  "ldrd %[x0], %[x1], " PIXELS_23                       \
  "\n\t"                                                \
  "smlad %[s2], %[x0], %[w0], %[s2]\n\t"                \
  "smlad %[s6], %[x0], %[w1], %[s6]\n\t"                \
  "smlad %[s3], %[x1], %[w0], %[s3]\n\t"                \
  "smlad %[s7], %[x1], %[w1], %[s7]\n\t"
  std::uint32_t w0, w1, x0, x1;
  asm volatile(
      "1:\n\t"
      TADPOLE_DOT_STEP("[%[w]], #16", "[%[p]], #64", "[%[p], #-56]")
      TADPOLE_DOT_STEP("[%[w], #-12]", "[%[p], #-48]", "[%[p], #-40]")
      TADPOLE_DOT_STEP("[%[w], #-8]", "[%[p], #-32]", "[%[p], #-24]")
      TADPOLE_DOT_STEP("[%[w], #-4]", "[%[p], #-16]", "[%[p], #-8]")
      "ldr %[x0], %[end]\n\t"
      "cmp %[p], %[x0]\n\t"
      "bne 1b\n\t"
      : [w] "+r"(weights), [p] "+r"(tile), [w0] "=&r"(w0), [w1] "=&r"(w1), [x0] "=&r"(x0), [x1] "=&r"(x1),
        [s0] "+r"(sums[0]), [s1] "+r"(sums[1]), [s2] "+r"(sums[2]), [s3] "+r"(sums[3]), [s4] "+r"(sums[4]),
        [s5] "+r"(sums[5]), [s6] "+r"(sums[6]), [s7] "+r"(sums[7])
      : [end] "m"(tile_end)
      : "cc", "memory");
#undef TADPOLE_DOT_STEP
  return weights;
#else
  for (; tile != tile_end; tile += kTilePixels, weights += 4) {
    const std::uint32_t word = load_word(weights);
    for (int pixel = 0; pixel < kTilePixels; ++pixel) {
      sums[pixel] = smlad(tile[pixel], sxtb16(word), sums[pixel]);
      sums[pixel + 4] = smlad(tile[pixel], sxtb16_ror8(word), sums[pixel + 4]);
    }
  }
  return weights;
#endif
}

// One row of inputs, widened on the way, against four channels: two pairs of channels in turn per
// four inputs. `count` is a multiple of 4, above 0. Gives where the weights go on.
TADPOLE_INLINE const std::int8_t* dot_1x4(const std::int8_t* input, int count,
                                          const std::int8_t* weights, std::int32_t (&sums)[4]) {
  const std::int8_t* const end = input + count;
#if TADPOLE_ARM_DSP
  // 23 instructions for 16 multiply-adds.
#define TADPOLE_DOT_PAIR(WEIGHTS, FIRST, SECOND) \
  "ldrd %[w0], %[w1], " WEIGHTS                  \
  "\n\t"                                         \
  "sxtb16 %[t], %[w0]\n\t"                       \
  "sxtb16 %[w0], %[w0], ror #8\n\t"              \
  "smlad " FIRST ", %[even], %[t], " FIRST       \
  "\n\t"                                         \
  "smlad " SECOND ", %[even], %[w0], " SECOND    \
  "\n\t"                                         \
  "sxtb16 %[t], %[w1]\n\t"                       \
  "sxtb16 %[w1], %[w1], ror #8\n\t"              \
  "smlad " FIRST ", %[odd], %[t], " FIRST        \
  "\n\t"                                         \
  "smlad " SECOND ", %[odd], %[w1], " SECOND "\n\t"
  std::uint32_t w0, w1, t, even, odd;
  asm volatile(
      "1:\n\t"
      "ldr %[odd], [%[x]], #4\n\t"
      "sxtb16 %[even], %[odd]\n\t"
      "sxtb16 %[odd], %[odd], ror #8\n\t"
      TADPOLE_DOT_PAIR("[%[w]], #16", "%[s0]", "%[s1]")
      TADPOLE_DOT_PAIR("[%[w], #-8]", "%[s2]", "%[s3]")
      "cmp %[x], %[end]\n\t"
      "bne 1b\n\t"
      : [w] "+r"(weights), [x] "+r"(input), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t),
        [even] "=&r"(even), [odd] "=&r"(odd), [s0] "+r"(sums[0]), [s1] "+r"(sums[1]),
        [s2] "+r"(sums[2]), [s3] "+r"(sums[3])
      : [end] "r"(end)
      : "cc", "memory");
#undef TADPOLE_DOT_PAIR
#else
  for (; input != end; input += 4, weights += 16) {
    const std::uint32_t even = sxtb16(load_word(input));
    const std::uint32_t odd = sxtb16_ror8(load_word(input));
    for (int pair = 0; pair < 4; pair += 2) {
      const std::uint32_t first = load_word(weights + 4 * pair);
      const std::uint32_t second = load_word(weights + 4 * pair + 4);
      sums[pair] = smlad(odd, sxtb16(second), smlad(even, sxtb16(first), sums[pair]));
      sums[pair + 1] =
          smlad(odd, sxtb16_ror8(second), smlad(even, sxtb16_ror8(first), sums[pair + 1]));
    }
  }
#endif
  return weights;
}

}  // namespace tadpole::device::cortex_m
