// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/fma_peak.h"

#include <algorithm>
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tadpole {
namespace {

constexpr int kRounds = 20000;
// Two multiply-add units of four cycles latency want eight sums at work; twelve leave room.
constexpr int kSums = 12;

// Each returns a value that depends on every operation, so that none is left out.
#if defined(__x86_64__)
[[gnu::target("avx2,fma"), gnu::noinline]] float spin_avx2(float factor) {
  __m256 sum[kSums];
  for (__m256& s : sum) s = _mm256_set1_ps(factor);
  const __m256 a = _mm256_set1_ps(factor), b = _mm256_set1_ps(1.0F - factor);
  for (int i = 0; i < kRounds; ++i) {
#pragma GCC unroll 12
    for (__m256& s : sum) s = _mm256_fmadd_ps(s, a, b);
  }
  float all = 0;
  for (const __m256& s : sum) all += s[0];
  return all;
}

[[gnu::target("avx512f"), gnu::noinline]] float spin_avx512(float factor) {
  __m512 sum[kSums];
  for (__m512& s : sum) s = _mm512_set1_ps(factor);
  const __m512 a = _mm512_set1_ps(factor), b = _mm512_set1_ps(1.0F - factor);
  for (int i = 0; i < kRounds; ++i) {
#pragma GCC unroll 12
    for (__m512& s : sum) s = _mm512_fmadd_ps(s, a, b);
  }
  float all = 0;
  for (const __m512& s : sum) all += s[0];
  return all;
}
#endif

using Four [[gnu::vector_size(16)]] = float;

[[gnu::noinline]] float spin_plain(float factor) {
  Four sum[kSums];
  for (Four& s : sum) s = Four{} + factor;
  const Four a = Four{} + factor, b = Four{} + (1.0F - factor);
  for (int i = 0; i < kRounds; ++i) {
#pragma GCC unroll 12
    for (Four& s : sum) s = s * a + b;
  }
  float all = 0;
  for (const Four& s : sum) all += s[0];
  return all;
}

}  // namespace

double peak_gflops(SimdLevel level) {
  float (*spin)(float) = spin_plain;
  int lanes = 4;
#if defined(__x86_64__)
  if (level == SimdLevel::avx2) spin = spin_avx2, lanes = 8;
  if (level == SimdLevel::avx512) spin = spin_avx512, lanes = 16;
#endif
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  volatile float kept = 0.0F;
  double best = 1e9;
  while (Clock::now() - begin < std::chrono::milliseconds(500)) {
    const Clock::time_point start = Clock::now();
    kept = kept + spin(0.999F);
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return 2.0 * kRounds * kSums * lanes / best * 1e-9;
}

}  // namespace tadpole
