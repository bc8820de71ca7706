// SPDX-License-Identifier: Apache-2.0
// The kernels of training: one table of functions per instruction set, chosen once at run time. The
// same source (simd_*.h) is compiled for each. Which header to open first: this one; what a
// function computes stands here, how stands in simd_*.h.
#pragma once
#include <cstddef>
#include <cstdint>

#include "core/tensor/view.h"

namespace tadpole {

inline constexpr float kNoLimit = __builtin_huge_valf();

// Where the rows of a matrix start: row ((s*h)+y)*w+x is at data + s*sample + y*line + x*pixel.
struct Rows {
  float* data = nullptr;
  int w = 1, h = 1;
  std::ptrdiff_t pixel = 0, line = 0, sample = 0;
};

// C[m,n] = clamp(bias[n] + sum over r<R, k<K of A[m; r,k] * B[r,k; n], lo, hi); with accumulate C
// is added to. The two reduction levels make a direct convolution (r: kernel line), a matrix
// product (R=1) and, with A's rows one float apart, a weight gradient of the same loop.
struct Gemm {
  Rows a;
  int m = 0;
  int r = 1, k = 0;
  std::ptrdiff_t a_r = 0, a_k = 1;
  const float* b = nullptr;
  std::ptrdiff_t b_r = 0, b_k = 0;
  int n = 0;
  Rows c;
  const float* bias = nullptr;
  bool accumulate = false;
  float lo = -kNoLimit, hi = kNoLimit;
};

// y[m,o] = clamp(bias[o] + sum over i of x[m,i] * w[o,i], lo, hi). Rows are contiguous.
struct DenseForward {
  const float* x = nullptr;
  const float* w = nullptr;
  const float* bias = nullptr;  // may be null
  float* y = nullptr;
  int m = 0, inputs = 0, outputs = 0;
  float lo = -kNoLimit, hi = kNoLimit;
};

// y[s,i,j,c] = clamp(bias[c] + sum over u<kh, v<kw of x[s, i*sh+u, j*sw+v, c] * w[u,v,c], lo, hi).
// x starts at the corner of its halo. flip: w[kh-1-u, kw-1-v, c] instead (the gradient of the
// input).
struct Depthwise {
  View x;
  View y;
  const float* w = nullptr;
  const float* bias = nullptr;  // may be null
  int kh = 1, kw = 1, sh = 1, sw = 1;
  float lo = -kNoLimit, hi = kNoLimit;
  bool flip = false;
};

// A 3x3 convolution at stride 1 by fewer products: y[s,i,j,o] = clamp(bias[o] + sum over u<3, v<3,
// c of x[s, i+u, j+v, c] * k[u,v,c,o], lo, hi). x starts at the corner of its halo and has two
// lines and columns more than y. Rounds about twice as much as the plain sum.
struct Winograd {
  View x;
  View y;
  const float* u = nullptr;     // winograd_kernel() of k; not read by winograd_weights()
  const float* bias = nullptr;  // may be null
  float lo = -kNoLimit, hi = kNoLimit;
  float* scratch = nullptr;  // winograd_floats(x.c, y.c)
};
// How many tiles of 2x2 outputs are in work at a time, and the scratch they take. They do not
// depend on the batch: a sample's result is the same in each.
inline int winograd_tiles(int in, int out) {
  const int fit = 64 * 1024 / (16 * (in + out));
  return fit < 24 ? 24 : fit > 192 ? 192 : fit / 12 * 12;
}
inline std::size_t winograd_floats(int in, int out) {
  const auto i = static_cast<std::size_t>(in), o = static_cast<std::size_t>(out);
  return 16 * (static_cast<std::size_t>(winograd_tiles(in, out)) * (i + o) + 32 + i * o);
}

struct DropoutMask {
  std::uint32_t key0 = 0, key1 = 0;  // seed of this layer and step
  std::uint32_t first = 0;           // index of the view's first value in the batch
  float rate = 0.0F;  // share of values that become zero; the others grow by 1/(1-rate)
};

// Windows of a pool over inside pixels alone: output (i, j) sees lines [max(i*sh-top, 0),
// min(i*sh-top+kh, h)) of the input, columns likewise.
struct Pool {
  View x;
  View y;
  int kh = 1, kw = 1, sh = 1, sw = 1;
  int top = 0, left = 0;
};

// One step of Adam (Kingma and Ba, 2015) with decoupled or added weight decay.
struct AdamStep {
  float beta1 = 0, beta2 = 0, fresh1 = 0, fresh2 = 0;  // fresh: 1 - beta
  float step_size = 0;                                 // learning rate / (1 - beta1^t)
  float root = 0;                                      // 1 / sqrt(1 - beta2^t)
  float epsilon = 0;
  float clip = 1;               // factor of the gradients
  float shrink = 0, added = 0;  // weight decay: of the parameters themselves, or to the gradient
};

struct Kernels {
  const char* name;
  void (*gemm)(const Gemm&);
  void (*dense)(const DenseForward&);
  void (*depthwise)(const Depthwise&);
  // dw[u,v,c] (+)= sum over s,i,j of x * y; y holds the gradient of the output.
  void (*depthwise_weights)(const Depthwise&, float* dw, bool accumulate);
  // x (+)= sum over windows of y * w: the gradient of the input for any stride; x must be zeroed by
  // the caller.
  void (*depthwise_scatter)(const Depthwise&);

  // u[4,4,c,o] of k[3,3,c,o].
  void (*winograd_kernel)(const float* k, int in, int out, float* u);
  void (*winograd)(const Winograd&);
  // dk[3,3,c,o] (+)= its gradient; y holds the gradient of the output.
  void (*winograd_weights)(const Winograd&, float* dk, bool accumulate);

  // sum[c] += x - pivot[c]; squares[c] += (x - pivot[c])^2. float in blocks of 256 pixels, double
  // across them.
  void (*moments)(const View& x, const float* pivot, double* sum, double* squares);
  // y = clamp(x * scale[c] + shift[c], lo, hi)
  void (*scale_shift)(const View& x, const float* scale, const float* shift, float lo, float hi,
                      const View& y);
  // dy becomes 0 where the clamp of scale_shift was active; sum[c] += dy; product[c] += dy * (x -
  // mean[c]).
  void (*norm_sums)(const View& x, const View& dy, const float* scale, const float* shift, float lo,
                    float hi, const float* mean, double* sum, double* product);
  // dx = scale[c] * dy - offset[c] - slope[c] * (x - mean[c])
  void (*norm_input)(const View& x, const View& dy, const float* scale, const float* offset,
                     const float* slope, const float* mean, const View& dx);

  // y = largest value of each window.
  void (*max_pool)(const Pool&);
  // dx = sum of the dy of those windows whose first largest value is there; pool.y holds dy.
  void (*max_pool_input)(const Pool&, const View& dx);

  // dy becomes 0 where y <= lo or y >= hi.
  void (*mask)(const View& y, const View& dy, float lo, float hi);
  // y = clamp(a + b, lo, hi). y may be a or b.
  void (*add)(const View& a, const View& b, const View& y, float lo, float hi);
  // sum[c] (+)= sum over all pixels of x.
  void (*channel_sums)(const View& x, float* sum, bool accumulate);
  // Same mask for the same (keys, index), whatever the order. y may be x.
  void (*dropout)(const View& x, const View& y, const DropoutMask& mask);
  // sum[i] = parts[0][i] + parts[1][i] + ... in this order; part p starts at parts + p*stride.
  void (*reduce)(const float* parts, std::size_t stride, int count, std::size_t n, float* sum);
  // n values: gradients g, decay mask, moments m and v, parameters p; m, v and p are updated.
  void (*adam)(const AdamStep& step, std::size_t n, const float* g, const float* mask, float* m,
               float* v, float* p);
};

void copy_view(const View& from, const View& to);
void fill_view(const View& v, float value);

enum class SimdLevel : std::uint8_t { scalar, avx2, avx512, wasm, wasm_fused };

// The best level of this machine, or the one that the environment variable
// TADPOLE_SIMD=scalar|avx2|avx512|wasm forces (a level that the machine lacks is passed over). Read
// at each call; a model asks once, when it reserves its memory.
SimdLevel simd_level();
bool simd_available(SimdLevel level);
// The kernels of one level. Expects: simd_available(level).
const Kernels& kernels(SimdLevel level);
inline const Kernels& kernels() { return kernels(simd_level()); }

}  // namespace tadpole
