// SPDX-License-Identifier: Apache-2.0
// The fast twins against the plain reference, on shapes with every kind of rest and border.
#include <gtest/gtest.h>

#include <vector>

#include "device/ops/x86/depthwise_rows.h"
#include "device/ops/x86/packed_dot.h"

namespace tadpole::device {
namespace {

class Random {
 public:
  std::uint32_t below(std::uint32_t n) {
    state_ = state_ * 1664525U + 1013904223U;
    return (state_ >> 8U) % n;
  }
  std::vector<std::int8_t> bytes(std::int32_t n) {
    std::vector<std::int8_t> out;
    for (std::int32_t i = 0; i < n; ++i) out.push_back(static_cast<std::int8_t>(below(256)));
    return out;
  }
  std::vector<std::int32_t> words(std::int32_t n, std::int32_t low, std::int32_t high) {
    std::vector<std::int32_t> out;
    for (std::int32_t i = 0; i < n; ++i) {
      out.push_back(low +
                    static_cast<std::int32_t>(below(static_cast<std::uint32_t>(high - low + 1))));
    }
    return out;
  }

 private:
  std::uint32_t state_ = 1;
};

struct Memory {
  std::vector<std::int16_t> weights, pixels;
  std::vector<std::int32_t> sums;
  PackedDot dot;
  Memory(const std::vector<std::int8_t>& from, std::int32_t rows, std::int32_t depth)
      : weights(static_cast<std::size_t>(packed_rows(rows) * packed_depth(depth))),
        pixels(static_cast<std::size_t>(kDotPixels * packed_depth(depth)), 99),
        sums(static_cast<std::size_t>(kDotPixels * packed_rows(rows))) {
    pack_weights(from.data(), rows, depth, weights.data());
    dot = {packed_depth(depth), weights.data(), pixels.data(), sums.data()};
  }
};

Window random_window(Random& random, std::uint32_t most_channels) {
  Window w;
  w.batches = 1 + static_cast<std::int32_t>(random.below(2));
  w.input_h = 1 + static_cast<std::int32_t>(random.below(9));
  w.input_w = 1 + static_cast<std::int32_t>(random.below(9));
  w.input_c = 1 + static_cast<std::int32_t>(random.below(most_channels));
  w.output_c = 1 + static_cast<std::int32_t>(random.below(most_channels));
  w.filter_h = 1 + static_cast<std::int32_t>(random.below(4));
  w.filter_w = 1 + static_cast<std::int32_t>(random.below(4));
  w.stride_h = 1 + static_cast<std::int32_t>(random.below(3));
  w.stride_w = 1 + static_cast<std::int32_t>(random.below(3));
  w.dilation_h = 1 + static_cast<std::int32_t>(random.below(2));
  w.output_h = window_output(PaddingMode::same, w.input_h, w.filter_h, w.stride_h, w.dilation_h);
  w.output_w = window_output(PaddingMode::same, w.input_w, w.filter_w, w.stride_w, w.dilation_w);
  w.pad_top = window_padding(w.input_h, w.output_h, w.filter_h, w.stride_h, w.dilation_h);
  w.pad_left = window_padding(w.input_w, w.output_w, w.filter_w, w.stride_w, w.dilation_w);
  return w;
}

TEST(FastTwins, ConvolutionGivesTheReferencesBytes) {
  if (!packed_dot_available()) GTEST_SKIP() << "this processor has no AVX2";
  Random random;
  for (int round = 0; round < 300; ++round) {
    Conv2dParams p;
    p.window = random_window(random, 40);
    const Window& w = p.window;
    p.filter_c = w.input_c;
    p.input_offset = static_cast<std::int32_t>(random.below(256)) - 127;
    p.output_offset = static_cast<std::int32_t>(random.below(256)) - 128;
    const std::int32_t depth = w.filter_h * w.filter_w * w.input_c;
    const auto input = random.bytes(w.batches * w.input_h * w.input_w * w.input_c);
    const auto weights = random.bytes(w.output_c * depth);
    const auto bias = random.words(w.output_c, -5000, 5000);
    const auto multiplier = random.words(w.output_c, 1 << 30, (1 << 30) + (1 << 22));
    auto shift = random.words(w.output_c, -12, 1);
    shift[0] = -31;  // the most there is: a channel whose kernel died
    p.multiplier = multiplier.data();
    p.shift = shift.data();
    std::vector<std::int8_t> wanted(
        static_cast<std::size_t>(w.batches * w.output_h * w.output_w * w.output_c));
    std::vector<std::int8_t> got(wanted.size());
    conv_2d(p, input.data(), weights.data(), bias.data(), wanted.data());
    Memory memory(weights, w.output_c, depth);
    conv_2d_packed(p, memory.dot, input.data(), weights.data(), bias.data(), got.data());
    ASSERT_EQ(got, wanted) << round;
  }
}

TEST(FastTwins, DepthwiseConvolutionGivesTheReferencesBytes) {
  Random random;
  int tried = 0;
  for (int round = 0; round < 300; ++round) {
    DepthwiseConv2dParams p;
    p.window = random_window(random, 40);
    if (round % 4 == 0) p.window.input_c = 1;
    if (round % 4 != 0) p.window.output_c = p.window.input_c;
    p.depth_multiplier = p.window.output_c / p.window.input_c;
    const Window& w = p.window;
    if (!depthwise_rows_available(p)) continue;
    p.input_offset = static_cast<std::int32_t>(random.below(256)) - 127;
    const auto input = random.bytes(w.batches * w.input_h * w.input_w * w.input_c);
    const auto weights = random.bytes(w.filter_h * w.filter_w * w.output_c);
    const auto multiplier = random.words(w.output_c, 1 << 30, (1 << 30) + (1 << 22));
    auto shift = random.words(w.output_c, -12, 1);
    shift[0] = -31;  // the most there is: a channel whose kernel died
    p.multiplier = multiplier.data();
    p.shift = shift.data();
    std::vector<std::int8_t> wanted(
        static_cast<std::size_t>(w.batches * w.output_h * w.output_w * w.output_c));
    std::vector<std::int8_t> got(wanted.size());
    depthwise_conv_2d(p, input.data(), weights.data(), nullptr, wanted.data());
    depthwise_conv_2d_rows(p, input.data(), weights.data(), nullptr, got.data());
    ASSERT_EQ(got, wanted) << round;
    ++tried;
  }
  EXPECT_EQ(tried > 100, packed_dot_available());
}

TEST(FastTwins, DenseLayerGivesTheReferencesBytes) {
  if (!packed_dot_available()) GTEST_SKIP() << "this processor has no AVX2";
  Random random;
  for (int round = 0; round < 200; ++round) {
    FullyConnectedParams p;
    p.batches = 1 + static_cast<std::int32_t>(random.below(3));
    p.inputs = 1 + static_cast<std::int32_t>(random.below(100));
    p.outputs = 1 + static_cast<std::int32_t>(random.below(30));
    p.input_offset = static_cast<std::int32_t>(random.below(256)) - 127;
    p.per_channel = random.below(2) == 1;
    const auto input = random.bytes(p.batches * p.inputs);
    const auto weights = random.bytes(p.outputs * p.inputs);
    const auto bias = random.words(p.outputs, -5000, 5000);
    const auto multiplier = random.words(p.outputs, 1 << 30, (1 << 30) + (1 << 22));
    auto shift = random.words(p.outputs, -12, 1);
    shift[0] = -31;  // the most there is: a channel whose kernel died
    p.multiplier = multiplier.data();
    p.shift = shift.data();
    std::vector<std::int8_t> wanted(static_cast<std::size_t>(p.batches * p.outputs));
    std::vector<std::int8_t> got(wanted.size());
    fully_connected(p, input.data(), weights.data(), bias.data(), wanted.data());
    Memory memory(weights, p.outputs, p.inputs);
    fully_connected_packed(p, memory.dot, input.data(), weights.data(), bias.data(), got.data());
    ASSERT_EQ(got, wanted) << round;
  }
}

}  // namespace
}  // namespace tadpole::device
