// SPDX-License-Identifier: Apache-2.0
// Every kernel at every level against plain loops in double, on sizes with all kinds of tails.
#include "core/tensor/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "core/base/rng.h"
#include "core/tensor/buffer.h"
#include "core/tensor/test_levels.h"

namespace tadpole {
namespace {

std::vector<float> noise(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> v(n);
  for (float& x : v) x = static_cast<float>(rng.normal());
  return v;
}

// Sums of 60 products of normal numbers, float against double.
constexpr double kTolerance = 2e-5;

TEST_P(EachLevel, a_matrix_product_is_right_at_every_size_of_tail) {
  for (const int n : {1, 3, 4, 7, 8, 12, 16, 23, 31, 64, 65, 100}) {
    for (const int m : {1, 5, 6, 8, 13, 61}) {
      const int depth = 20;
      std::vector<float> a = noise(static_cast<std::size_t>(m * depth), 1);
      const std::vector<float> b = noise(static_cast<std::size_t>(n * depth), 2),
                               bias = noise(static_cast<std::size_t>(n), 3);
      std::vector<float> c(static_cast<std::size_t>(m * n), 9.0F);
      k().gemm({.a = {a.data(), m, 1, depth, 0, 0},
                .m = m,
                .k = depth,
                .b = b.data(),
                .b_k = n,
                .n = n,
                .c = {c.data(), m, 1, n, 0, 0},
                .bias = bias.data(),
                .lo = 0.0F});
      for (int i = 0; i < m; ++i) {
        for (int j = 0; j < n; ++j) {
          double sum = static_cast<double>(bias[static_cast<std::size_t>(j)]);
          for (int d = 0; d < depth; ++d) {
            sum += static_cast<double>(a[static_cast<std::size_t>(i * depth + d)]) *
                   static_cast<double>(b[static_cast<std::size_t>(d * n + j)]);
          }
          ASSERT_NEAR(c[static_cast<std::size_t>(i * n + j)], std::max(sum, 0.0), kTolerance)
              << m << "x" << n;
        }
      }
    }
  }
}

// Three lines of 400 products are more than a panel holds at once.
TEST_P(EachLevel, a_row_of_a_long_product_is_the_same_bytes_among_few_rows_and_among_many) {
  constexpr int kRows = 61, kLines = 3, kDepth = 400;
  std::vector<float> a = noise(kRows * kLines * kDepth, 1);
  for (const int n : {1, 6, 16, 23, 64}) {
    const std::vector<float> b = noise(static_cast<std::size_t>(kLines * kDepth * n), 2);
    const auto product = [&](int rows) {
      std::vector<float> c(static_cast<std::size_t>(rows * n), 1.0F);
      k().gemm({.a = {a.data(), rows, 1, kLines * kDepth, 0, 0},
                .m = rows,
                .r = kLines,
                .k = kDepth,
                .a_r = kDepth,
                .b = b.data(),
                .b_r = std::ptrdiff_t{kDepth} * n,
                .b_k = n,
                .n = n,
                .c = {c.data(), rows, 1, n, 0, 0},
                .accumulate = true});
      return c;
    };
    const std::vector<float> many = product(kRows), few = product(2);
    for (std::size_t i = 0; i < few.size(); ++i) ASSERT_EQ(few[i], many[i]) << n;
    double sum = 1.0;
    for (int d = 0; d < kLines * kDepth; ++d)
      sum += static_cast<double>(a[static_cast<std::size_t>(d)]) *
             static_cast<double>(b[static_cast<std::size_t>(d * n)]);
    EXPECT_NEAR(many[0], sum, 20 * kTolerance) << n;  // twenty times as many products
  }
}

TEST_P(EachLevel, a_pool_finds_the_largest_and_its_gradient_goes_to_the_first_of_equals) {
  constexpr int kChannels = 13;  // whole vectors and a tail
  std::vector<float> x(2 * 3 * kChannels), y(2 * kChannels), dx(x.size(), 9.0F);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = i / kChannels == 1 || i / kChannels == 4 ? 5.0F : 1.0F;
  // Windows of 2x2 at stride 1 over 2x3: the two in the middle column share the largest.
  const Pool pool = {.x = dense_view(x.data(), 1, 2, 3, kChannels),
                     .y = dense_view(y.data(), 1, 1, 2, kChannels),
                     .kh = 2,
                     .kw = 2};
  k().max_pool(pool);
  for (const float v : y) EXPECT_EQ(v, 5.0F);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = i < kChannels ? 2.0F : 3.0F;
  k().max_pool_input(pool, dense_view(dx.data(), 1, 2, 3, kChannels));
  for (std::size_t i = 0; i < dx.size(); ++i)
    EXPECT_EQ(dx[i], i / kChannels == 1 ? 5.0F : 0.0F) << i;
}

// By hand, first step: m = 0.1 g, v = 0.001 g^2, so that m / sqrt(v) with both corrections is the
// sign of g.
TEST_P(EachLevel, the_first_step_of_adam_goes_as_far_as_the_rate_against_the_gradient) {
  constexpr std::size_t kCount = 21;
  const std::vector<float> g = noise(kCount, 4), mask(kCount, 1.0F);
  std::vector<float> m(kCount), v(kCount), p(kCount, 1.0F);
  const AdamStep step = {.beta1 = 0.9F,
                         .beta2 = 0.999F,
                         .fresh1 = 0.1F,
                         .fresh2 = 0.001F,
                         .step_size = 0.01F / 0.1F,
                         .root = 1.0F / std::sqrt(0.001F),
                         .epsilon = 1e-8F};
  k().adam(step, kCount, g.data(), mask.data(), m.data(), v.data(), p.data());
  for (std::size_t i = 0; i < kCount; ++i) EXPECT_NEAR(p[i], g[i] > 0 ? 0.99F : 1.01F, 1e-6F);
}

TEST_P(EachLevel, with_accumulate_the_product_is_added) {
  std::vector<float> a = {1, 2}, b = {3, 4}, c = {10};
  k().gemm({.a = {a.data(), 1, 1, 2, 0, 0},
            .m = 1,
            .k = 2,
            .b = b.data(),
            .b_k = 1,
            .n = 1,
            .c = {c.data(), 1, 1, 1, 0, 0},
            .accumulate = true});
  EXPECT_EQ(c[0], 21.0F);
}

TEST_P(EachLevel, dense_is_right_at_every_size_of_tail) {
  for (const int inputs : {1, 7, 16, 37}) {
    for (const int outputs : {1, 4, 6}) {
      const std::vector<float> x = noise(static_cast<std::size_t>(3 * inputs), 1),
                               w = noise(static_cast<std::size_t>(outputs * inputs), 2);
      std::vector<float> y(static_cast<std::size_t>(3 * outputs));
      k().dense({.x = x.data(),
                 .w = w.data(),
                 .y = y.data(),
                 .m = 3,
                 .inputs = inputs,
                 .outputs = outputs});
      for (int s = 0; s < 3; ++s) {
        for (int o = 0; o < outputs; ++o) {
          double sum = 0;
          for (int i = 0; i < inputs; ++i) {
            sum += static_cast<double>(x[static_cast<std::size_t>(s * inputs + i)]) *
                   static_cast<double>(w[static_cast<std::size_t>(o * inputs + i)]);
          }
          ASSERT_NEAR(y[static_cast<std::size_t>(s * outputs + o)], sum, kTolerance);
        }
      }
    }
  }
}

struct DepthwiseCase {
  int channels, width, kernel, stride;
};

TEST_P(EachLevel, depthwise_and_its_gradients_are_right_for_every_width_and_channel_tail) {
  for (const DepthwiseCase& t : {DepthwiseCase{1, 1, 3, 1},
                                 {3, 2, 3, 1},
                                 {8, 5, 3, 1},
                                 {17, 6, 3, 1},
                                 {64, 9, 3, 1},
                                 {20, 12, 3, 1},
                                 {5, 3, 3, 2},
                                 {24, 13, 3, 2},
                                 {16, 4, 2, 1}}) {
    const int h = 2, in_w = (t.width - 1) * t.stride + t.kernel,
              in_h = (h - 1) * t.stride + t.kernel;
    std::vector<float> x = noise(static_cast<std::size_t>(2 * in_h * in_w * t.channels), 1);
    const std::vector<float> w =
        noise(static_cast<std::size_t>(t.kernel * t.kernel * t.channels), 2);
    std::vector<float> y(static_cast<std::size_t>(2 * h * t.width * t.channels));
    Depthwise d = {.x = dense_view(x.data(), 2, in_h, in_w, t.channels),
                   .y = dense_view(y.data(), 2, h, t.width, t.channels),
                   .w = w.data(),
                   .kh = t.kernel,
                   .kw = t.kernel,
                   .sh = t.stride,
                   .sw = t.stride};
    const auto x_at = [&](int s, int i, int j, int c) {
      return static_cast<double>(d.x.line(s, i)[j * t.channels + c]);
    };
    const auto w_at = [&](int u, int v, int c) {
      return static_cast<double>(w[static_cast<std::size_t>((u * t.kernel + v) * t.channels + c)]);
    };
    k().depthwise(d);
    std::vector<double> dw(w.size()), dx(x.size());
    for (int s = 0; s < 2; ++s)
      for (int i = 0; i < h; ++i)
        for (int j = 0; j < t.width; ++j)
          for (int c = 0; c < t.channels; ++c) {
            double sum = 0;
            const double out = static_cast<double>(d.y.line(s, i)[j * t.channels + c]);
            for (int u = 0; u < t.kernel; ++u)
              for (int v = 0; v < t.kernel; ++v) {
                const int r = i * t.stride + u, q = j * t.stride + v;
                sum += x_at(s, r, q, c) * w_at(u, v, c);
                dw[static_cast<std::size_t>((u * t.kernel + v) * t.channels + c)] +=
                    x_at(s, r, q, c) * out;
                dx[static_cast<std::size_t>(((s * in_h + r) * in_w + q) * t.channels + c)] +=
                    out * w_at(u, v, c);
              }
            ASSERT_NEAR(out, sum, kTolerance);
          }
    std::vector<float> got(w.size(), 1.0F);
    k().depthwise_weights(d, got.data(), true);
    for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], dw[i] + 1.0, 1e-3);
    std::fill(x.begin(), x.end(), 0.0F);
    k().depthwise_scatter(d);
    for (std::size_t i = 0; i < x.size(); ++i) ASSERT_NEAR(x[i], dx[i], 2e-4);
  }
}

TEST_P(EachLevel, moments_around_a_pivot_are_right_over_many_blocks) {
  for (const int c : {1, 6, 8, 64, 70}) {
    const int pixels = 700;  // two full blocks of 256 and a rest
    std::vector<float> x = noise(static_cast<std::size_t>(pixels * c), 1);
    std::vector<float> pivot(x.begin(), x.begin() + c);
    std::vector<double> sum(static_cast<std::size_t>(c)), squares(sum);
    k().moments(dense_view(x.data(), 7, 10, 10, c), pivot.data(), sum.data(), squares.data());
    for (int i = 0; i < c; ++i) {
      double s1 = 0, s2 = 0;
      for (int p = 0; p < pixels; ++p) {
        const double v = static_cast<double>(x[static_cast<std::size_t>(p * c + i)]) -
                         static_cast<double>(pivot[static_cast<std::size_t>(i)]);
        s1 += v;
        s2 += v * v;
      }
      ASSERT_NEAR(sum[static_cast<std::size_t>(i)] / pixels, s1 / pixels, 1e-6);
      ASSERT_NEAR(squares[static_cast<std::size_t>(i)] / pixels, s2 / pixels, 1e-5);
    }
  }
}

TEST_P(EachLevel, scale_and_shift_reach_every_channel_and_stay_inside_the_lines) {
  const int c = 13;
  std::vector<float> x = noise(2 * 3 * 4 * c, 1), a = noise(c, 2), b = noise(c, 3);
  std::vector<float> framed(2 * 5 * 6 * c, 0.0F);
  View y = {framed.data() + 6 * c + c, 5 * 6 * c, 6 * c, 2, 3, 4, c};
  k().scale_shift(dense_view(x.data(), 2, 3, 4, c), a.data(), b.data(), -1e9F, 1e9F, y);
  double outside = 0, inside = 0;
  for (const float v : framed) outside += std::fabs(static_cast<double>(v));
  for (int s = 0; s < 2; ++s)
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 4 * c; ++j) {
        const auto ch = static_cast<std::size_t>(j % c);
        const float expected = x[static_cast<std::size_t>((s * 3 + i) * 4 * c + j)] * a[ch] + b[ch];
        ASSERT_NEAR(y.line(s, i)[j], expected, 1e-5);
        inside += std::fabs(static_cast<double>(y.line(s, i)[j]));
      }
  EXPECT_DOUBLE_EQ(outside, inside);  // nothing was written beside
}

// The share of zeros: 20000 draws at 0.3 have a deviation of 65; and the mask is the same at each
// level.
TEST_P(EachLevel, dropout_drops_the_same_values_as_the_plain_level) {
  std::vector<float> x(20000, 1.0F), y(x.size()), plain(x.size());
  const DropoutMask mask = {.key0 = 77, .key1 = 99, .first = 5, .rate = 0.3F};
  k().dropout(dense_view(x.data(), 2, 100, 100, 1), dense_view(y.data(), 2, 100, 100, 1), mask);
  kernels(SimdLevel::scalar)
      .dropout(dense_view(x.data(), 2, 100, 100, 1), dense_view(plain.data(), 2, 100, 100, 1),
               mask);
  EXPECT_EQ(y, plain);
  EXPECT_NEAR(std::count(y.begin(), y.end(), 0.0F), 6000, 325);
}

TEST_P(EachLevel, mask_add_sums_and_reduce_do_every_value_once) {
  std::vector<float> y(37), ones(37, 1.0F), parts(3 * 40, 2.0F), sum(37), column(1, 5.0F);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<float>(i);
  const View v = dense_view(y.data(), 1, 1, 37, 1), o = dense_view(ones.data(), 1, 1, 37, 1);
  k().mask(v, o, 0.0F, 30.0F);
  EXPECT_EQ(std::count(ones.begin(), ones.end(), 1.0F), 29);  // 1 .. 29
  k().add(v, o, o, -kNoLimit, 32.0F);
  EXPECT_EQ(ones[29], 30.0F);
  EXPECT_EQ(ones[36], 32.0F);
  k().channel_sums(v, column.data(), true);
  EXPECT_EQ(column[0], 5.0F + 36 * 37 / 2);
  k().reduce(parts.data(), 40, 3, 37, sum.data());
  EXPECT_EQ(std::count(sum.begin(), sum.end(), 6.0F), 37);
}

INSTANTIATE_TEST_SUITE_P(Simd, EachLevel, all_levels(), level_name);

TEST(SimdLevels, the_environment_forces_a_level) {
  setenv("TADPOLE_SIMD", "scalar", 1);
  EXPECT_EQ(simd_level(), SimdLevel::scalar);
  EXPECT_STREQ(kernels().name, "scalar");
  unsetenv("TADPOLE_SIMD");
}

TEST(Buffer, is_aligned_zeroed_and_may_be_empty) {
  const Buffer buffer(100);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64, 0U);
  EXPECT_EQ(std::count(buffer.span().begin(), buffer.span().end(), 0.0F), 100);
  EXPECT_EQ(Buffer().size(), 0U);
}

}  // namespace
}  // namespace tadpole
