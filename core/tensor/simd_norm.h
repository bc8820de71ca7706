// SPDX-License-Identifier: Apache-2.0
// Passes of batch norm over a chunk of samples. Sums are float inside blocks of 256 pixels and
// double across them: one long float sum lost two digits of the gradients of deep nets. Part of
// simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

constexpr int kBlockPixels = 256;

// NB vectors of float sums that empty themselves into doubles.
template <class V, int NB>
struct BlockSum {
  V sum[NB] = {};
  void flush(double* to) {
    for (int b = 0; b < NB; ++b) {
      for (int i = 0; i < kLanes<V>; ++i)
        to[b * kLanes<V> + i] += static_cast<double>(lane(sum[b], i));
      sum[b] = V{};
    }
  }
};

template <class V, int NB>
struct Coefficients {
  V v[NB];
  explicit Coefficients(const float* p) {
    TADPOLE_UNROLL
    for (int b = 0; b < NB; ++b) v[b] = load<V>(p + b * kLanes<V>);
  }
};

// Calls work(offsets of a run of at most 256 pixels: s, y, first pixel, count) and then flush().
template <class Work, class Flush>
inline void in_blocks(const Lines& lines, const Work& work, const Flush& flush) {
  int pending = 0;
  for (int s = 0; s < lines.n; ++s) {
    for (int y = 0; y < lines.h; ++y) {
      for (int x = 0; x < lines.w;) {
        const int room = kBlockPixels - pending;
        const int count = lines.w - x < room ? lines.w - x : room;
        work(s, y, x, count);
        x += count;
        pending += count;
        if (pending == kBlockPixels) flush(), pending = 0;
      }
    }
  }
  if (pending > 0) flush();
}

template <class V, int NB>
void moments_block(const View& x, int c, const float* pivot, double* sum, double* squares) {
  const Coefficients<V, NB> p(pivot + c);
  BlockSum<V, NB> s1, s2;
  const auto work = [&](int s, int y, int first, int count) {
    const float* at = x.line(s, y) + std::ptrdiff_t{first} * x.c + c;
    for (int i = 0; i < count; ++i, at += x.c) {
      TADPOLE_UNROLL
      for (int b = 0; b < NB; ++b) {
        const V v = load<V>(at + b * kLanes<V>) - p.v[b];
        s1.sum[b] += v;
        s2.sum[b] += v * v;
      }
    }
  };
  in_blocks(lines_of(x), work, [&] { s1.flush(sum + c), s2.flush(squares + c); });
}

void moments(const View& x, const float* pivot, double* sum, double* squares) {
  for_channels(x.c,
               [&]<class V, int NB>(int c) { moments_block<V, NB>(x, c, pivot, sum, squares); });
}

// Calls f(s, y, first pixel, count) for runs of pixels that fit the first cache, so that what the
// second block of channels reads was brought there with the first.
template <class F>
inline void in_runs(const Lines& lines, int channels, const F& f) {
  constexpr int kRunFloats = 1024;
  const int fit = kRunFloats / channels, longest = fit > 4 ? fit : 4;
  for (int s = 0; s < lines.n; ++s) {
    for (int y = 0; y < lines.h; ++y) {
      for (int x = 0; x < lines.w; x += longest)
        f(s, y, x, lines.w - x < longest ? lines.w - x : longest);
    }
  }
}

template <class V, int NB>
inline void scale_shift_run(const float* from, float* to, int pixels, int channels,
                            const Coefficients<V, NB>& a, const Coefficients<V, NB>& b, V lo,
                            V hi) {
  for (int j = 0; j < pixels; ++j, from += channels, to += channels) {
    TADPOLE_UNROLL
    for (int k = 0; k < NB; ++k)
      store(to + k * kLanes<V>, clamp(load<V>(from + k * kLanes<V>) * a.v[k] + b.v[k], lo, hi));
  }
}

void scale_shift(const View& x, const float* scale, const float* shift, float lo, float hi,
                 const View& y) {
  in_runs(lines_of(x, y), x.c, [&](int s, int i, int first, int pixels) {
    const std::ptrdiff_t at = std::ptrdiff_t{first} * x.c;
    const float* from = x.line(s, i) + at;
    float* to = y.line(s, i) + at;
    for_channels(x.c, [&]<class V, int NB>(int c) {
      scale_shift_run<V, NB>(from + c, to + c, pixels, x.c, Coefficients<V, NB>(scale + c),
                             Coefficients<V, NB>(shift + c), broadcast<V>(lo), broadcast<V>(hi));
    });
  });
}

struct NormSums {
  const float *scale, *shift;
  float lo, hi;
  const float* mean;
  double *sum, *product;
};

template <class V, int NB>
void norm_sums_block(const View& x, const View& dy, int c, const NormSums& n) {
  const Coefficients<V, NB> a(n.scale + c), b(n.shift + c), mean(n.mean + c);
  const V lo = broadcast<V>(n.lo), hi = broadcast<V>(n.hi);
  BlockSum<V, NB> s1, s2;
  const auto work = [&](int s, int y, int first, int count) {
    const float* xp = x.line(s, y) + std::ptrdiff_t{first} * x.c + c;
    float* gp = dy.line(s, y) + std::ptrdiff_t{first} * x.c + c;
    for (int i = 0; i < count; ++i, xp += x.c, gp += x.c) {
      TADPOLE_UNROLL
      for (int k = 0; k < NB; ++k) {
        const V v = load<V>(xp + k * kLanes<V>);
        const V out = v * a.v[k] + b.v[k];
        V g = load<V>(gp + k * kLanes<V>);
        g = out > lo ? g : V{};
        g = out < hi ? g : V{};
        store(gp + k * kLanes<V>, g);
        s1.sum[k] += g;
        s2.sum[k] += g * (v - mean.v[k]);
      }
    }
  };
  in_blocks(lines_of(x, dy), work, [&] { s1.flush(n.sum + c), s2.flush(n.product + c); });
}

void norm_sums(const View& x, const View& dy, const float* scale, const float* shift, float lo,
               float hi, const float* mean, double* sum, double* product) {
  const NormSums n = {scale, shift, lo, hi, mean, sum, product};
  // Two vectors at a time: three coefficients and two sums for each fill sixteen registers.
  for_channels(x.c, [&]<class V, int NB>(int c) {
    constexpr int kStep = NB > 2 && TADPOLE_LANES < 16 ? 2 : NB;
    for (int k = 0; k < NB; k += kStep) norm_sums_block<V, kStep>(x, dy, c + k * kLanes<V>, n);
  });
}

struct NormInput {
  const float *scale, *offset, *slope, *mean;
};

template <class V, int NB>
inline void norm_input_run(const float* xp, const float* gp, float* to, int pixels, int channels,
                           int c, const NormInput& n) {
  const Coefficients<V, NB> a(n.scale + c), offset(n.offset + c), slope(n.slope + c),
      mean(n.mean + c);
  for (int j = 0; j < pixels; ++j, xp += channels, gp += channels, to += channels) {
    TADPOLE_UNROLL
    for (int k = 0; k < NB; ++k) {
      const V centred = load<V>(xp + k * kLanes<V>) - mean.v[k];
      store(to + k * kLanes<V>,
            load<V>(gp + k * kLanes<V>) * a.v[k] - offset.v[k] - slope.v[k] * centred);
    }
  }
}

void norm_input(const View& x, const View& dy, const float* scale, const float* offset,
                const float* slope, const float* mean, const View& dx) {
  const NormInput n = {scale, offset, slope, mean};
  in_runs(lines_of(x, dy, dx), x.c, [&](int s, int i, int first, int pixels) {
    const std::ptrdiff_t at = std::ptrdiff_t{first} * x.c;
    const float* xp = x.line(s, i) + at;
    const float* gp = dy.line(s, i) + at;
    float* to = dx.line(s, i) + at;
    for_channels(x.c, [&]<class V, int NB>(int block) {
      constexpr int kStep = NB > 2 && TADPOLE_LANES < 16 ? 2 : NB;
      for (int k = 0; k < NB; k += kStep) {
        const int c = block + k * kLanes<V>;
        norm_input_run<V, kStep>(xp + c, gp + c, to + c, pixels, x.c, c, n);
      }
    });
  });
}

}  // namespace
}  // namespace tadpole
