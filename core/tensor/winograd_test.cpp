// SPDX-License-Identifier: Apache-2.0
// 3x3 convolutions by tiles, at every level, against plain loops in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/base/rng.h"
#include "core/tensor/test_levels.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

std::vector<float> noise(int n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> v(at(n));
  for (float& x : v) x = static_cast<float>(rng.normal());
  return v;
}

// A convolution of n samples: x [n, h+2, w+2, in], y [n, h, w, out], k [3, 3, in, out].
struct Case {
  int n, h, w, in, out;
  int x_values() const { return n * (h + 2) * (w + 2) * in; }
  int y_values() const { return n * h * w * out; }
  View x(std::vector<float>& v) const { return dense_view(v.data(), n, h + 2, w + 2, in); }
  View y(std::vector<float>& v) const { return dense_view(v.data(), n, h, w, out); }
};

// Calls f(index into x, into k, into y) for every product.
template <class F>
void for_products(const Case& c, const F& f) {
  for (int y = 0; y < c.n * c.h * c.w; ++y) {
    const int s = y / (c.h * c.w), i = y / c.w % c.h, j = y % c.w;
    for (int tap = 0; tap < 9; ++tap) {
      const int x = ((s * (c.h + 2) + i + tap / 3) * (c.w + 2) + j + tap % 3) * c.in;
      for (int from = 0; from < c.in; ++from) {
        for (int to = 0; to < c.out; ++to)
          f(at(x + from), at((tap * c.in + from) * c.out + to), at(y * c.out + to));
      }
    }
  }
}

// Odd and even sides, channels with every kind of tail, more tiles than are in work at a time.
const Case kCases[] = {{1, 2, 2, 8, 8},   {2, 5, 4, 3, 17},    {3, 7, 9, 16, 12}, {1, 1, 1, 1, 1},
                       {2, 13, 6, 33, 8}, {1, 41, 40, 16, 16}, {5, 4, 4, 24, 40}};

class WinogradAtLevel : public EachLevel {
 protected:
  std::vector<float> transformed(const Case& c, const std::vector<float>& kernel) const {
    std::vector<float> u(at(16 * c.in * c.out));
    k().winograd_kernel(kernel.data(), c.in, c.out, u.data());
    return u;
  }
};

// A sum of 9 * in products of normal numbers has a deviation of 3 * sqrt(in), up to 20 here; float
// keeps 6e-8 of it a step, and the tiles' sums take some twenty of those.
constexpr double kTolerance = 5e-5;

TEST_P(WinogradAtLevel, the_output_is_that_of_the_plain_sum_with_bias_and_limits) {
  for (const Case& c : kCases) {
    std::vector<float> x = noise(c.x_values(), 1), y(at(c.y_values()), 9.0F);
    const std::vector<float> kernel = noise(9 * c.in * c.out, 2), bias = noise(c.out, 3);
    const std::vector<float> u = transformed(c, kernel);
    std::vector<float> scratch(winograd_floats(c.in, c.out));
    k().winograd({.x = c.x(x),
                  .y = c.y(y),
                  .u = u.data(),
                  .bias = bias.data(),
                  .lo = -1.0F,
                  .scratch = scratch.data()});
    std::vector<double> sum(y.size());
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = static_cast<double>(bias[i % at(c.out)]);
    for_products(c, [&](std::size_t xi, std::size_t ki, std::size_t yi) {
      sum[yi] += static_cast<double>(x[xi]) * static_cast<double>(kernel[ki]);
    });
    for (std::size_t i = 0; i < sum.size(); ++i)
      ASSERT_NEAR(y[i], std::max(sum[i], -1.0), kTolerance) << c.h << "x" << c.w << "x" << c.in;
  }
}

// The sum runs over all pixels: its deviation is sqrt(n*h*w), up to 40 here.
TEST_P(WinogradAtLevel, the_gradient_of_the_kernel_is_that_of_the_plain_sum_and_is_added) {
  for (const Case& c : kCases) {
    std::vector<float> x = noise(c.x_values(), 1), dy = noise(c.y_values(), 2);
    std::vector<float> scratch(winograd_floats(c.in, c.out)), dk(at(9 * c.in * c.out), 5.0F);
    const Winograd w = {.x = c.x(x), .y = c.y(dy), .scratch = scratch.data()};
    std::vector<double> sum(dk.size());
    for_products(c, [&](std::size_t xi, std::size_t ki, std::size_t yi) {
      sum[ki] += static_cast<double>(x[xi]) * static_cast<double>(dy[yi]);
    });
    k().winograd_weights(w, dk.data(), false);
    for (std::size_t i = 0; i < sum.size(); ++i) ASSERT_NEAR(dk[i], sum[i], 2 * kTolerance);
    k().winograd_weights(w, dk.data(), true);
    for (std::size_t i = 0; i < sum.size(); ++i) ASSERT_NEAR(dk[i], 2 * sum[i], 4 * kTolerance);
  }
}

TEST_P(WinogradAtLevel, a_sample_gives_the_same_bytes_alone_and_in_a_batch) {
  const Case batch = {5, 11, 13, 16, 24}, alone = {1, 11, 13, 16, 24};
  std::vector<float> x = noise(batch.x_values(), 1);
  std::vector<float> u = transformed(batch, noise(9 * 16 * 24, 2));
  std::vector<float> scratch(winograd_floats(16, 24)), all(at(batch.y_values())),
      one(at(alone.y_values()));
  k().winograd({.x = batch.x(x), .y = batch.y(all), .u = u.data(), .scratch = scratch.data()});
  for (int s = 0; s < batch.n; ++s) {
    View from = alone.x(x);
    from.data += s * alone.x_values();
    k().winograd({.x = from, .y = alone.y(one), .u = u.data(), .scratch = scratch.data()});
    EXPECT_TRUE(std::equal(one.begin(), one.end(), all.begin() + s * alone.y_values())) << s;
  }
}

INSTANTIATE_TEST_SUITE_P(Simd, WinogradAtLevel, all_levels(), level_name);

}  // namespace
}  // namespace tadpole
