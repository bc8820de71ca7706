// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: channels are lanes. 3x3 with stride 1 keeps its nine weights in registers;
// every other size runs the plain loop. Part of simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

template <class V>
struct Weights3x3 {
  V tap[9];
};

template <class V>
inline Weights3x3<V> load_weights(const Depthwise& d, int c) {
  Weights3x3<V> w;
  TADPOLE_UNROLL
  for (int i = 0; i < 9; ++i) w.tap[i] = load<V>(d.w + (d.flip ? 8 - i : i) * d.y.c + c);
  return w;
}

// W outputs of one line at stride S: every input value is loaded once and used for all of them.
template <class V, int S, int W>
inline void forward_3x3(const Depthwise& d, const float* x, const Weights3x3<V>& w, V bias,
                        float* y) {
  const std::ptrdiff_t c = d.y.c;
  V acc[W];
  TADPOLE_UNROLL
  for (int o = 0; o < W; ++o) acc[o] = bias;
  TADPOLE_UNROLL
  for (int r = 0; r < 3; ++r) {
    TADPOLE_UNROLL
    for (int j = 0; j < S * (W - 1) + 3; ++j) {
      const V v = load<V>(x + r * d.x.row + j * c);
      TADPOLE_UNROLL
      for (int o = 0; o < W; ++o) {
        if (j >= S * o && j < S * o + 3) acc[o] = multiply_add(v, w.tap[r * 3 + j - S * o], acc[o]);
      }
    }
  }
  const V lo = broadcast<V>(d.lo), hi = broadcast<V>(d.hi);
  TADPOLE_UNROLL
  for (int o = 0; o < W; ++o) store(y + o * c, clamp(acc[o], lo, hi));
}

template <class V, int S>
inline void forward_line_3x3(const Depthwise& d, const float* x, const Weights3x3<V>& w, V bias,
                             float* y) {
  const std::ptrdiff_t c = d.y.c, step = S * c;
  int j = 0;
  for (; d.y.w - j >= 8 || d.y.w - j == 4; j += 4)
    forward_3x3<V, S, 4>(d, x + j * step, w, bias, y + j * c);
  for (; d.y.w - j >= 5; j += 5) forward_3x3<V, S, 5>(d, x + j * step, w, bias, y + j * c);
  for (; d.y.w - j >= 2; j += 2) forward_3x3<V, S, 2>(d, x + j * step, w, bias, y + j * c);
  for (; j < d.y.w; ++j) forward_3x3<V, S, 1>(d, x + j * step, w, bias, y + j * c);
}

template <class V, int S>
void depthwise_3x3(const Depthwise& d, int c) {
  const Weights3x3<V> w = load_weights<V>(d, c);
  const V bias = d.bias ? load<V>(d.bias + c) : V{};
  for (int s = 0; s < d.y.n; ++s) {
    for (int i = 0; i < d.y.h; ++i)
      forward_line_3x3<V, S>(d, d.x.line(s, S * i) + c, w, bias, d.y.line(s, i) + c);
  }
}

template <class V>
inline V window_sum(const Depthwise& d, const float* x, int c, V sum) {
  const int taps = d.kh * d.kw;
  for (int u = 0; u < d.kh; ++u) {
    for (int v = 0; v < d.kw; ++v) {
      const int tap = d.flip ? taps - 1 - (u * d.kw + v) : u * d.kw + v;
      sum = multiply_add(load<V>(x + u * d.x.row + v * d.x.c), load<V>(d.w + tap * d.y.c + c), sum);
    }
  }
  return sum;
}

template <class V>
void depthwise_any(const Depthwise& d, int c) {
  const V bias = d.bias ? load<V>(d.bias + c) : V{};
  const V lo = broadcast<V>(d.lo), hi = broadcast<V>(d.hi);
  for (int s = 0; s < d.y.n; ++s) {
    for (int i = 0; i < d.y.h; ++i) {
      const float* x = d.x.line(s, i * d.sh) + c;
      float* y = d.y.line(s, i) + c;
      for (int j = 0; j < d.y.w; ++j) {
        store(y + j * d.y.c, clamp(window_sum(d, x + j * d.sw * d.x.c, c, bias), lo, hi));
      }
    }
  }
}

inline bool is_3x3(const Depthwise& d, int stride) {
  return d.kh == 3 && d.kw == 3 && d.sh == stride && d.sw == stride;
}

// One wide vector of channels at a time: the weights fill the registers.
void depthwise(const Depthwise& d) {
  for_vectors(d.y.c, [&]<class V>(int c) {
    if (is_3x3(d, 1)) {
      depthwise_3x3<V, 1>(d, c);
    } else if (is_3x3(d, 2)) {
      depthwise_3x3<V, 2>(d, c);
    } else {
      depthwise_any<V>(d, c);
    }
  });
}

// W gradients of one line meet the inputs they came from.
template <class V, int S, int W>
inline void weights_3x3(const Depthwise& d, const float* x, const float* dy, Weights3x3<V>& sum) {
  const std::ptrdiff_t c = d.y.c;
  V g[W];
  TADPOLE_UNROLL
  for (int o = 0; o < W; ++o) g[o] = load<V>(dy + o * c);
  TADPOLE_UNROLL
  for (int r = 0; r < 3; ++r) {
    TADPOLE_UNROLL
    for (int j = 0; j < S * (W - 1) + 3; ++j) {
      const V v = load<V>(x + r * d.x.row + j * c);
      TADPOLE_UNROLL
      for (int o = 0; o < W; ++o) {
        if (j >= S * o && j < S * o + 3)
          sum.tap[r * 3 + j - S * o] = multiply_add(v, g[o], sum.tap[r * 3 + j - S * o]);
      }
    }
  }
}

template <class V, int S>
inline void weights_line_3x3(const Depthwise& d, const float* x, const float* dy,
                             Weights3x3<V>& sum) {
  const std::ptrdiff_t c = d.y.c, step = S * c;
  int j = 0;
  for (; d.y.w - j >= 8 || d.y.w - j == 4; j += 4)
    weights_3x3<V, S, 4>(d, x + j * step, dy + j * c, sum);
  for (; d.y.w - j >= 5; j += 5) weights_3x3<V, S, 5>(d, x + j * step, dy + j * c, sum);
  for (; j < d.y.w; ++j) weights_3x3<V, S, 1>(d, x + j * step, dy + j * c, sum);
}

template <class V, int S>
void depthwise_weights_3x3(const Depthwise& d, int c, float* dw, bool accumulate) {
  Weights3x3<V> sum = {};
  for (int s = 0; s < d.y.n; ++s) {
    for (int i = 0; i < d.y.h; ++i)
      weights_line_3x3<V, S>(d, d.x.line(s, S * i) + c, d.y.line(s, i) + c, sum);
  }
  TADPOLE_UNROLL
  for (int i = 0; i < 9; ++i) put(dw + i * d.y.c + c, sum.tap[i], accumulate);
}

template <class V>
inline V tap_gradient(const Depthwise& d, int u, int v, int c) {
  V sum = {};
  for (int s = 0; s < d.y.n; ++s) {
    for (int i = 0; i < d.y.h; ++i) {
      const float* x = d.x.line(s, i * d.sh + u) + v * d.x.c + c;
      const float* dy = d.y.line(s, i) + c;
      for (int j = 0; j < d.y.w; ++j)
        sum = multiply_add(load<V>(x + j * d.sw * d.x.c), load<V>(dy + j * d.y.c), sum);
    }
  }
  return sum;
}

template <class V>
void depthwise_weights_any(const Depthwise& d, int c, float* dw, bool accumulate) {
  for (int u = 0; u < d.kh; ++u) {
    for (int v = 0; v < d.kw; ++v) {
      put(dw + (u * d.kw + v) * d.y.c + c, tap_gradient<V>(d, u, v, c), accumulate);
    }
  }
}

void depthwise_weights(const Depthwise& d, float* dw, bool accumulate) {
  for_vectors(d.y.c, [&]<class V>(int c) {
    if (is_3x3(d, 1)) {
      depthwise_weights_3x3<V, 1>(d, c, dw, accumulate);
    } else if (is_3x3(d, 2)) {
      depthwise_weights_3x3<V, 2>(d, c, dw, accumulate);
    } else {
      depthwise_weights_any<V>(d, c, dw, accumulate);
    }
  });
}

template <class V>
void scatter_line(const Depthwise& d, int s, int i, int c) {
  for (int j = 0; j < d.y.w; ++j) {
    const V dy = load<V>(d.y.line(s, i) + j * d.y.c + c);
    for (int u = 0; u < d.kh; ++u) {
      float* x = d.x.line(s, i * d.sh + u) + j * d.sw * d.x.c + c;
      for (int v = 0; v < d.kw; ++v) {
        const V w = load<V>(d.w + (u * d.kw + v) * d.y.c + c);
        store(x + v * d.x.c, load<V>(x + v * d.x.c) + dy * w);
      }
    }
  }
}

// The same for 3x3 at stride 2, one line of the window at a time: two windows share a column, whose
// sum waits in a register for the second.
template <class V>
void scatter_line_3x3(const Depthwise& d, int s, int i, int c) {
  const Weights3x3<V> w = load_weights<V>(d, c);
  for (int u = 0; u < 3; ++u) {
    float* x = d.x.line(s, 2 * i + u) + c;
    const float* dy = d.y.line(s, i) + c;
    V shared = load<V>(x);
    for (int j = 0; j < d.y.w; ++j, x += 2 * d.x.c, dy += d.y.c) {
      const V g = load<V>(dy);
      store(x, shared + g * w.tap[3 * u]);
      store(x + d.x.c, load<V>(x + d.x.c) + g * w.tap[3 * u + 1]);
      shared = load<V>(x + 2 * d.x.c) + g * w.tap[3 * u + 2];
    }
    store(x, shared);
  }
}

void depthwise_scatter(const Depthwise& d) {
  for_vectors(d.y.c, [&]<class V>(int c) {
    for (int s = 0; s < d.y.n; ++s) {
      for (int i = 0; i < d.y.h; ++i) {
        if (is_3x3(d, 2)) {
          scatter_line_3x3<V>(d, s, i, c);
        } else {
          scatter_line<V>(d, s, i, c);
        }
      }
    }
  });
}

}  // namespace
}  // namespace tadpole
