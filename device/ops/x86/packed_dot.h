// SPDX-License-Identifier: Apache-2.0
// Fast twin of the int8 convolution and dense layer for hosts: AVX2 by run-time dispatch, the same
// bytes as the reference. Weights are widened to 16 bits once, pixels when they are gathered; then
// 16 products are one instruction.
#pragma once
#include "device/ops/conv_2d.h"
#include "device/ops/fully_connected.h"

namespace tadpole::device {

inline constexpr std::int32_t kDotPixels = 4;  // gathered at a time

// True when this processor has what the functions below need. Always false outside x86-64.
bool packed_dot_available();

// 16-bit values of one row, zeros at its end included.
constexpr std::int32_t packed_depth(std::int32_t depth) { return (depth + 15) / 16 * 16; }
// Rows are worked on in groups of four.
constexpr std::int32_t packed_rows(std::int32_t rows) { return (rows + 3) / 4 * 4; }

struct PackedDot {
  std::int32_t depth = 0;                 // packed
  const std::int16_t* weights = nullptr;  // [packed_rows(rows)][depth]; nullptr: not in use
  std::int16_t* pixels = nullptr;         // [kDotPixels][depth], working memory
  std::int32_t* sums = nullptr;           // [kDotPixels][packed_rows(rows)], working memory
};

// weights [rows][depth] to [packed_rows(rows)][packed_depth(depth)].
void pack_weights(const std::int8_t* weights, std::int32_t rows, std::int32_t depth,
                  std::int16_t* packed);

// As conv_2d and fully_connected, from dot.weights; `weights` are the same, unpacked. Expect:
// packed_dot_available(), no groups, symmetric weights.
void conv_2d_packed(const Conv2dParams& p, const PackedDot& dot, const std::int8_t* input,
                    const std::int8_t* weights, const std::int32_t* bias, std::int8_t* output);
void fully_connected_packed(const FullyConnectedParams& p, const PackedDot& dot,
                            const std::int8_t* input, const std::int8_t* weights,
                            const std::int32_t* bias, std::int8_t* output);

}  // namespace tadpole::device
