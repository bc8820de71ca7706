// SPDX-License-Identifier: Apache-2.0
// Real FFT in place, for float and for 32-bit fixed point, one text for both. A transform of n real
// samples is a complex transform of n / 2 points (radix 4, decimation in time, bit-reversed input;
// one radix-2 stage when the number of stages is odd) and a split. Source: Brigham, "The Fast
// Fourier Transform", 1974; Sorensen et al., 1987.
#pragma once
#include <cstdint>

#include "device/dsp/high_mul.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

template <class T>
struct Complex {
  T re;
  T im;
};

// Float: no scaling. The spectrum is the sum itself.
struct FloatArithmetic {
  using Scalar = float;
  using Weight = float;  // 0..1
  static constexpr Weight weight(double x) { return static_cast<float>(x); }
  static constexpr Scalar coefficient(double x) { return static_cast<float>(x); }
  static Complex<float> half(Complex<float> a) { return a; }
  static Complex<float> quarter(Complex<float> a) { return a; }
  static Complex<float> quarter_turned(Complex<float> a, Complex<float> w) {
    return {a.re * w.re - a.im * w.im, a.re * w.im + a.im * w.re};
  }
  static Complex<float> split(Complex<float> a) { return {0.5f * a.re, 0.5f * a.im}; }
  static Complex<float> split_turned(Complex<float> a, Complex<float> w) {
    return quarter_turned(split(a), w);
  }
};

// Fixed: every stage halves per doubling, so that |values| never grow; coefficients have 30
// fractional bits, so that the upper half of a product is a quarter of it. The spectrum is the sum
// divided by n. Input components up to 2^29.
struct FixedArithmetic {
  using Scalar = std::int32_t;
  using Weight = std::uint16_t;  // 0..1, 15 fractional bits
  static constexpr Weight weight(double x) {
    return static_cast<std::uint16_t>(table::round(x * 32768.0));
  }
  static constexpr Scalar coefficient(double x) {
    return static_cast<std::int32_t>(table::round(x * 1073741824.0));
  }
  static Complex<Scalar> half(Complex<Scalar> a) { return {(a.re + 1) >> 1, (a.im + 1) >> 1}; }
  static Complex<Scalar> quarter(Complex<Scalar> a) { return {(a.re + 2) >> 2, (a.im + 2) >> 2}; }
  static Complex<Scalar> quarter_turned(Complex<Scalar> a, Complex<Scalar> w) {
    return {high_mul_sub(high_mul(a.re, w.re), a.im, w.im),
            high_mul_add(high_mul(a.re, w.im), a.im, w.re)};
  }
  static Complex<Scalar> split(Complex<Scalar> a) { return quarter(a); }
  static Complex<Scalar> split_turned(Complex<Scalar> a, Complex<Scalar> w) {
    return quarter_turned(a, w);
  }
};

// exp(-2 pi i t), t in turns.
template <class A>
constexpr Complex<typename A::Scalar> root_of_unity(double t) {
  return {A::coefficient(table::cos_turns(t)), A::coefficient(-table::sin_turns(t))};
}

// Numbers of complex coefficients for n real samples.
constexpr int fft_twiddle_count(int n) { return 3 * n / 8; }
constexpr int fft_split_count(int n) { return n / 4 + 1; }

// twiddles: [fft_twiddle_count(n)]; split: [fft_split_count(n)]. n: a power of
// two, 16..kMaxFftSamples. Cannot fail.
template <class A>
constexpr void fill_fft_tables(int n, Complex<typename A::Scalar>* twiddles,
                               Complex<typename A::Scalar>* split) {
  for (int k = 0; k < fft_twiddle_count(n); ++k) twiddles[k] = root_of_unity<A>(2.0 * k / n);
  for (int k = 0; k < fft_split_count(n); ++k)
    split[k] = root_of_unity<A>(static_cast<double>(k) / n);
}

template <class A>
struct FftPlan {
  int points = 0;  // complex points: half the number of real samples
  const Complex<typename A::Scalar>* twiddles = nullptr;
  const Complex<typename A::Scalar>* split = nullptr;
};

constexpr std::uint32_t reverse_bits(std::uint32_t x) {
  x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
  x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
  x = ((x >> 4) & 0x0F0F0F0Fu) | ((x & 0x0F0F0F0Fu) << 4);
  x = ((x >> 8) & 0x00FF00FFu) | ((x & 0x00FF00FFu) << 8);
  return (x >> 16) | (x << 16);
}

// Where complex input k goes before the transform: its bits reversed. log2_points: of the complex
// transform.
inline std::uint32_t fft_position(std::uint32_t k, int log2_points) {
#if defined(__ARM_ARCH) && __ARM_ARCH >= 7
  std::uint32_t reversed;
  __asm__("rbit %0, %1" : "=r"(reversed) : "r"(k));
  return reversed >> (32 - log2_points);
#else
  return reverse_bits(k) >> (32 - log2_points);
#endif
}

// Puts real samples where the transform wants them, zeros behind; value(i) is sample i of count, at
// most 2 * points. Cannot fail.
template <class A, class Value>
void place_real(const FftPlan<A>& fft, int count, Complex<typename A::Scalar>* data, Value value) {
  const int log2_points = __builtin_ctz(static_cast<unsigned>(fft.points));
  const int pairs = count / 2;
  for (int k = 0; k < pairs; ++k) {
    const auto even = value(2 * k);
    data[fft_position(static_cast<std::uint32_t>(k), log2_points)] = {even, value(2 * k + 1)};
  }
  int k = pairs;
  if (count % 2 != 0) {
    data[fft_position(static_cast<std::uint32_t>(k++), log2_points)] = {value(count - 1), 0};
  }
  for (; k < fft.points; ++k)
    data[fft_position(static_cast<std::uint32_t>(k), log2_points)] = {0, 0};
}

namespace fft {

template <class T>
Complex<T> add(Complex<T> a, Complex<T> b) {
  return {a.re + b.re, a.im + b.im};
}
template <class T>
Complex<T> sub(Complex<T> a, Complex<T> b) {
  return {a.re - b.re, a.im - b.im};
}

// In bit-reversed order the four inputs of a butterfly stand as 0, 2, 1, 3.
template <class T>
inline void butterfly(Complex<T>* p, int m, Complex<T> a, Complex<T> b, Complex<T> c,
                      Complex<T> d) {
  const Complex<T> even_sum = add(a, c);
  const Complex<T> even_difference = sub(a, c);
  const Complex<T> odd_sum = add(b, d);
  const Complex<T> odd_difference = sub(b, d);
  p[0] = add(even_sum, odd_sum);
  p[m] = {even_difference.re + odd_difference.im, even_difference.im - odd_difference.re};
  p[2 * m] = sub(even_sum, odd_sum);
  p[3 * m] = {even_difference.re - odd_difference.im, even_difference.im + odd_difference.re};
}

template <class A, class T = typename A::Scalar>
void radix_2_stage(Complex<T>* data, int points) {
  for (Complex<T>* p = data; p < data + points; p += 2) {
    const Complex<T> a = A::half(p[0]);
    const Complex<T> b = A::half(p[1]);
    p[0] = add(a, b);
    p[1] = sub(a, b);
  }
}

template <class A, class T = typename A::Scalar>
void radix_4_stage(const FftPlan<A>& plan, Complex<T>* data, int m) {
  Complex<T>* const end = data + plan.points;
  for (Complex<T>* p = data; p < end; p += 4 * m) {
    butterfly(p, m, A::quarter(p[0]), A::quarter(p[2 * m]), A::quarter(p[m]), A::quarter(p[3 * m]));
  }
  const int stride = plan.points / (4 * m);
  for (int k = 1; k < m; ++k) {
    const Complex<T> w1 = plan.twiddles[k * stride];
    const Complex<T> w2 = plan.twiddles[2 * k * stride];
    const Complex<T> w3 = plan.twiddles[3 * k * stride];
    for (Complex<T>* p = data + k; p < end; p += 4 * m) {
      butterfly(p, m, A::quarter(p[0]), A::quarter_turned(p[2 * m], w1),
                A::quarter_turned(p[m], w2), A::quarter_turned(p[3 * m], w3));
    }
  }
}

}  // namespace fft

// data: [points], input k at fft_position(k); afterwards the complex spectrum in natural order.
// Cannot fail.
template <class A>
void complex_fft(const FftPlan<A>& plan, Complex<typename A::Scalar>* data) {
  int m = 1;
  if ((__builtin_ctz(static_cast<unsigned>(plan.points)) & 1) != 0) {
    fft::radix_2_stage<A>(data, plan.points);
    m = 2;
  }
  for (; m < plan.points; m *= 4) fft::radix_4_stage(plan, data, m);
}

// data: [points], the complex transform of pairs (even sample, odd sample). Afterwards data[k] is
// bin k of the real spectrum, 1 <= k < points; data[0] = {bin 0, bin points}, which are real.
// Cannot fail.
template <class A>
void split_real(const FftPlan<A>& plan, Complex<typename A::Scalar>* data) {
  using T = typename A::Scalar;
  const Complex<T> first = A::half(data[0]);
  data[0] = {first.re + first.im, first.re - first.im};
  for (int k = 1; k <= plan.points / 2; ++k) {
    const Complex<T> a = data[k];
    const Complex<T> b = data[plan.points - k];
    const Complex<T> even = A::split({a.re + b.re, a.im - b.im});
    const Complex<T> turned = A::split_turned({a.im + b.im, b.re - a.re}, plan.split[k]);
    data[k] = {even.re + turned.re, even.im + turned.im};
    data[plan.points - k] = {even.re - turned.re, turned.im - even.im};
  }
}

}  // namespace tadpole::device
