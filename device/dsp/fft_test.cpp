// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/fft.h"

#include <gtest/gtest.h>

#include <complex>
#include <vector>

#include "device/dsp/test_data.h"

namespace tadpole::device {
namespace {

template <class A>
std::vector<Complex<typename A::Scalar>> spectrum(const std::vector<typename A::Scalar>& samples) {
  const int n = static_cast<int>(samples.size());
  std::vector<Complex<typename A::Scalar>> twiddles(fft_twiddle_count(n));
  std::vector<Complex<typename A::Scalar>> split(fft_split_count(n));
  fill_fft_tables<A>(n, twiddles.data(), split.data());
  const FftPlan<A> plan = {n / 2, twiddles.data(), split.data()};
  std::vector<Complex<typename A::Scalar>> data(n / 2);
  for (int k = 0; k < n / 2; ++k) {
    data[fft_position(k, __builtin_ctz(n / 2))] = {samples[2 * k], samples[2 * k + 1]};
  }
  complex_fft(plan, data.data());
  split_real(plan, data.data());
  return data;
}

// The definition, in double.
std::complex<double> dft_bin(const test::Samples& x, int k) {
  std::complex<double> sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += std::polar(static_cast<double>(x[i]),
                      -2.0 * test::kPi * k * static_cast<double>(i) / x.size());
  }
  return sum;
}

TEST(Fft, FloatMatchesTheDefinitionAtEverySize) {
  for (int n = 16; n <= 2048; n *= 2) {
    const test::Samples x = test::noise(n, 1000, n);
    const auto bins = spectrum<FloatArithmetic>(std::vector<float>(x.begin(), x.end()));
    // float32 errors grow with log2 n; 1e-6 of the largest possible magnitude is generous.
    const double tolerance = 1e-6 * 1000.0 * n;
    for (int k = 1; k < n / 2; k += 1 + n / 64) {
      const std::complex<double> exact = dft_bin(x, k);
      EXPECT_NEAR(bins[k].re, exact.real(), tolerance) << n << " " << k;
      EXPECT_NEAR(bins[k].im, exact.imag(), tolerance) << n << " " << k;
    }
    EXPECT_NEAR(bins[0].re, dft_bin(x, 0).real(), tolerance);
    EXPECT_NEAR(bins[0].im, dft_bin(x, n / 2).real(), tolerance);
  }
}

TEST(Fft, FixedIsTheDefinitionDividedByTheLength) {
  for (int n = 16; n <= 2048; n *= 2) {
    const test::Samples x = test::noise(n, 30000, n);
    std::vector<std::int32_t> scaled;
    for (const std::int16_t sample : x) scaled.push_back(sample * (1 << 14));
    const auto bins = spectrum<FixedArithmetic>(scaled);
    for (int k = 1; k < n / 2; k += 1 + n / 64) {
      const std::complex<double> exact = dft_bin(x, k) * 16384.0 / static_cast<double>(n);
      EXPECT_NEAR(bins[k].re, exact.real(), 8.0) << n << " " << k;  // half a step per stage
      EXPECT_NEAR(bins[k].im, exact.imag(), 8.0) << n << " " << k;
    }
  }
}

TEST(Fft, FixedFullScaleDoesNotOverflow) {
  const int n = 1024;
  std::vector<std::int32_t> square(n);
  for (int i = 0; i < n; ++i) square[i] = (i / 8) % 2 == 0 ? (1 << 29) : -(1 << 29);
  const auto bins = spectrum<FixedArithmetic>(square);
  // The fundamental of a square wave is 4 / pi of its amplitude; half of it is in the positive bin
  // (period 16: bin 64).
  EXPECT_NEAR(std::hypot(bins[64].re, bins[64].im) / (1 << 29), 2.0 / test::kPi, 0.01);
}

TEST(Fft, BitReversalIsItsOwnInverse) {
  for (std::uint32_t k = 0; k < 256; ++k) EXPECT_EQ(fft_position(fft_position(k, 8), 8), k);
  EXPECT_EQ(fft_position(1, 8), 128u);
}

}  // namespace
}  // namespace tadpole::device
