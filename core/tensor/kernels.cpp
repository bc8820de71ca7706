// SPDX-License-Identifier: Apache-2.0
#include "core/tensor/kernels.h"

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "core/base/result.h"

#if defined(__wasm_simd128__)
// In a module that has kernels_wasm_fused.cpp; else null.
extern "C" [[gnu::weak]] const tadpole::Kernels* tadpole_fused_kernels();
#endif

namespace tadpole {

extern const Kernels kKernelsScalar;
#if defined(__x86_64__)
extern const Kernels kKernelsAvx2;
extern const Kernels kKernelsAvx512;
#elif defined(__wasm_simd128__)
extern const Kernels kKernelsWasm;
#endif

bool simd_available(SimdLevel level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == SimdLevel::avx2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == SimdLevel::avx512) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  }
#elif defined(__wasm_simd128__)
  if (level == SimdLevel::wasm_fused) return tadpole_fused_kernels != nullptr;
  if (level == SimdLevel::wasm) return true;  // the page would not have loaded otherwise
#endif
  return level == SimdLevel::scalar;
}

namespace {

SimdLevel choose_level() {
  const char* wanted = std::getenv("TADPOLE_SIMD");
  const std::string_view text = wanted ? wanted : "avx512";
  if (text == "scalar") return SimdLevel::scalar;
  if (text != "wasm" && simd_available(SimdLevel::wasm_fused)) return SimdLevel::wasm_fused;
  if (simd_available(SimdLevel::wasm)) return SimdLevel::wasm;
  if (text != "avx2" && simd_available(SimdLevel::avx512)) return SimdLevel::avx512;
  return simd_available(SimdLevel::avx2) ? SimdLevel::avx2 : SimdLevel::scalar;
}

}  // namespace

SimdLevel simd_level() { return choose_level(); }

const Kernels& kernels(SimdLevel level) {
  TADPOLE_EXPECT(simd_available(level));
#if defined(__x86_64__)
  if (level == SimdLevel::avx512) return kKernelsAvx512;
  if (level == SimdLevel::avx2) return kKernelsAvx2;
#elif defined(__wasm_simd128__)
  if (level == SimdLevel::wasm_fused) return *tadpole_fused_kernels();
  if (level == SimdLevel::wasm) return kKernelsWasm;
#endif
  return kKernelsScalar;
}

void copy_view(const View& from, const View& to) {
  const std::size_t bytes =
      static_cast<std::size_t>(from.w) * static_cast<std::size_t>(from.c) * sizeof(float);
  for (int s = 0; s < from.n; ++s) {
    for (int y = 0; y < from.h; ++y) std::memcpy(to.line(s, y), from.line(s, y), bytes);
  }
}

void fill_view(const View& v, float value) {
  for (int s = 0; s < v.n; ++s) {
    for (int y = 0; y < v.h; ++y) {
      float* line = v.line(s, y);
      for (std::ptrdiff_t i = 0; i < std::ptrdiff_t{v.w} * v.c; ++i) line[i] = value;
    }
  }
}

}  // namespace tadpole
