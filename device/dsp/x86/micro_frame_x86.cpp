// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/x86/micro_frame_x86.h"

#if defined(__x86_64__)
#include "device/dsp/rfft_int16_roots.h"

#define TADPOLE_AVX2 __attribute__((target("avx2")))

namespace tadpole::device {
namespace {

// Eight words of two int16 each, as rfft_int16.cpp has them one by one. "Words" and "Halves" are
// two ways to see the same register.
using Words = std::uint32_t __attribute__((vector_size(32)));
using Wholes = std::int32_t __attribute__((vector_size(32)));
using Halves = short __attribute__((vector_size(32)));  // NOLINT: what the instructions take

TADPOLE_AVX2 inline Halves load(const void* from) {
  Halves v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}
TADPOLE_AVX2 inline void store(void* to, Halves v) { __builtin_memcpy(to, &v, sizeof v); }
TADPOLE_AVX2 inline Halves all(int value) { return Halves{} + static_cast<short>(value); }

// (a b + 2^14) >> 15
TADPOLE_AVX2 inline Halves round_mul(Halves a, Halves b) {
  return __builtin_ia32_pmulhrsw256(a, b);
}
TADPOLE_AVX2 inline Halves quarter(Halves x) { return round_mul(x, all(8191)); }

// The halves of each word in the other order.
TADPOLE_AVX2 inline Halves swapped(Halves x) {
  return __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}

// A twiddle (c, s) as the two factors of a sum of products: (c, -s) gives the real part, (s, c) the
// imaginary one.
struct Turn {
  Halves real, imaginary;
};

TADPOLE_AVX2 inline Halves complex_mul(Halves a, const Turn& w) {
  const auto half = Wholes{} + (1 << 14);
  const auto re = (Words)((Wholes)__builtin_ia32_pmaddwd256(a, w.real) + half);
  const auto im = (Words)((Wholes)__builtin_ia32_pmaddwd256(a, w.imaginary) + half);
  return (Halves)(((re >> 15) & 0xFFFFu) | ((im << 1) & 0xFFFF0000u));
}

struct Four {
  Halves v[4];
};

// b, c, d: already turned by their twiddles. The sums wrap like those of the plain butterfly.
TADPOLE_AVX2 inline Four butterfly(Halves a, Halves b, Halves c, Halves d) {
  const Halves even_sum = a + c, even_difference = a - c;
  const Halves odd_sum = b + d, odd_difference = swapped(b - d);
  const auto minus = (Halves)(Words{} + 0xFFFF0000u);
  const Halves turned = (odd_difference ^ minus) - minus;  // {high, -low}
  return {
      {even_sum + odd_sum, even_difference + turned, even_sum - odd_sum, even_difference - turned}};
}

// Factors for eight neighbouring butterflies, or bins.
struct alignas(32) TurnWords {
  Packed16 real[8], imaginary[8];
  constexpr void set(int i, Packed16 w) {
    real[i] = pack16(low16(w), -high16(w));
    imaginary[i] = pack16(high16(w), low16(w));
  }
};
TADPOLE_AVX2 inline Turn turn(const TurnWords& w) { return {load(w.real), load(w.imaginary)}; }

// The stage of m butterflies a group: three turns for each eight of them. The stage of four does
// two groups at once.
template <int m>
struct StageTurns {
  TurnWords w[m < 8 ? 1 : m / 8][3] = {};
};
template <int m>
constexpr StageTurns<m> make_turns() {
  StageTurns<m> t;
  for (int i = 0; i < (m < 8 ? 8 : m); ++i) {
    for (int j = 1; j <= 3; ++j) t.w[i / 8][j - 1].set(i % 8, stage_root16(m, i % m, j));
  }
  return t;
}
template <int m>
constexpr StageTurns<m> kTurns = make_turns<m>();

struct SplitTurns {
  TurnWords w[16] = {};
};
constexpr SplitTurns make_split() {
  SplitTurns t;
  for (int k = 1; k <= 128; ++k) t.w[(k - 1) / 8].set((k - 1) % 8, split_root16(k));
  return t;
}
constexpr SplitTurns kSplit = make_split();

// What a multiplication by the twiddle 1 leaves as it is, the plain transform leaves out.
TADPOLE_AVX2 inline Four turned_butterfly(const Four& x, const TurnWords* w) {
  return butterfly(quarter(x.v[0]), complex_mul(quarter(x.v[1]), turn(w[0])),
                   complex_mul(quarter(x.v[2]), turn(w[1])),
                   complex_mul(quarter(x.v[3]), turn(w[2])));
}

template <int m>
TADPOLE_AVX2 void stage(Packed16* data) {
  for (Packed16* p = data; p < data + kRfft16Words; p += 4 * m) {
    for (int k = 0; k < m; k += 8) {
      const Four y = turned_butterfly(
          {{load(p + k), load(p + k + m), load(p + k + 2 * m), load(p + k + 3 * m)}},
          kTurns<m>.w[k / 8]);
      for (int j = 0; j < 4; ++j) store(p + k + j * m, y.v[j]);
    }
  }
}

// Both lower halves, and both upper halves, of two registers.
TADPOLE_AVX2 inline Words lower(Halves a, Halves b) {
  return __builtin_shufflevector((Words)a, (Words)b, 0, 1, 2, 3, 8, 9, 10, 11);
}
TADPOLE_AVX2 inline Words upper(Halves a, Halves b) {
  return __builtin_shufflevector((Words)a, (Words)b, 4, 5, 6, 7, 12, 13, 14, 15);
}

TADPOLE_AVX2 void stage_of_four(Packed16* data) {
  for (Packed16* p = data; p < data + kRfft16Words; p += 32) {
    const Halves first = load(p), second = load(p + 8), third = load(p + 16), last = load(p + 24);
    const Four y = turned_butterfly({{(Halves)lower(first, third), (Halves)upper(first, third),
                                      (Halves)lower(second, last), (Halves)upper(second, last)}},
                                    kTurns<4>.w[0]);
    store(p, (Halves)lower(y.v[0], y.v[1]));
    store(p + 8, (Halves)lower(y.v[2], y.v[3]));
    store(p + 16, (Halves)upper(y.v[0], y.v[1]));
    store(p + 24, (Halves)upper(y.v[2], y.v[3]));
  }
}

// The words of two registers by turns, from the lower or the upper half of each half register.
TADPOLE_AVX2 inline Words by_turns_low(Words a, Words b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}
TADPOLE_AVX2 inline Words by_turns_high(Words a, Words b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}

// Word i of eight butterflies in register i becomes: butterflies j and j + 4 in register j.
TADPOLE_AVX2 inline Four transposed(const Four& y) {
  const auto a = (Words)y.v[0], b = (Words)y.v[1], c = (Words)y.v[2], d = (Words)y.v[3];
  const Words ac_low = by_turns_low(a, c), bd_low = by_turns_low(b, d);
  const Words ac_high = by_turns_high(a, c), bd_high = by_turns_high(b, d);
  return {{(Halves)by_turns_low(ac_low, bd_low), (Halves)by_turns_high(ac_low, bd_low),
           (Halves)by_turns_low(ac_high, bd_high), (Halves)by_turns_high(ac_high, bd_high)}};
}

TADPOLE_AVX2 inline Halves scaled_quarter(const Packed16* at, int shift) {
  return quarter(__builtin_ia32_psllwi256(load(at), shift));
}

// input: [256] words in their natural order. Butterfly k takes words k, k + 64, k + 128, k + 192;
// what it gives stands together, where the digits of k are reversed.
TADPOLE_AVX2 void first_stage(const Packed16* input, int shift, Packed16* data) {
  for (int k = 0; k < 64; k += 8) {
    const Packed16* x = input + k;
    const Four y =
        transposed(butterfly(scaled_quarter(x, shift), scaled_quarter(x + 64, shift),
                             scaled_quarter(x + 128, shift), scaled_quarter(x + 192, shift)));
    for (int j = 0; j < 4; ++j) {
      Packed16 words[8];
      store(words, y.v[j]);
      __builtin_memcpy(data + rfft16_position(k + j), words, 16);
      __builtin_memcpy(data + rfft16_position(k + 4 + j), words + 4, 16);
    }
  }
}

TADPOLE_AVX2 inline Halves reversed(Halves x) {
  return (Halves)__builtin_shufflevector((Words)x, (Words)x, 7, 6, 5, 4, 3, 2, 1, 0);
}
// (a + b) >> 1 and (a - b) >> 1 without losing the carry.
TADPOLE_AVX2 inline Halves halved_sum(Halves a, Halves b) { return (a & b) + ((a ^ b) >> all(1)); }
TADPOLE_AVX2 inline Halves halved_difference(Halves a, Halves b) {
  return (a >> all(1)) - (b >> all(1)) - (~a & b & all(1));
}

// Bins 1 to 255 as split_to_energy16() gives them.
TADPOLE_AVX2 void split_to_energy(std::uint32_t* data) {
  const auto real = (Halves)(Words{} + 0xFFFFu);
  const auto conjugate = (Halves)(Words{} + ((0x10000u - 16383u) << 16 | 16383u));
  for (int k = 1; k <= 128; k += 8) {
    std::uint32_t* low = data + k;
    std::uint32_t* high = data + kRfft16Words - 7 - k;
    const Halves a = round_mul(load(low), all(16383));
    const Halves b = round_mul(reversed(load(high)), conjugate);
    const Halves sum = a + b, turned = complex_mul(a - b, turn(kSplit.w[k / 8]));
    const Halves at_k = halved_sum(sum, turned);
    const Halves mirror =
        (halved_difference(sum, turned) & real) | (halved_difference(turned, sum) & ~real);
    store(low, (Halves)__builtin_ia32_pmaddwd256(at_k, at_k));
    store(high, reversed((Halves)__builtin_ia32_pmaddwd256(mirror, mirror)));
  }
}

// Returns the bitwise or of all magnitudes.
TADPOLE_AVX2 std::uint32_t window_into(const MicroPlan& plan, const std::int16_t* samples,
                                       std::int16_t* windowed) {
  std::uint32_t magnitudes = 0;
  for (int i = 0; i < plan.window_samples; ++i) {
    const std::int32_t x = (samples[i] * plan.window[i]) >> 12;
    windowed[i] = static_cast<std::int16_t>(x);
    magnitudes |= static_cast<std::uint32_t>(x < 0 ? -x : x);
  }
  return magnitudes;
}

// As micro_energy().
TADPOLE_AVX2 int energy(const MicroPlan& plan, const std::int16_t* samples,
                        std::array<Packed16, kRfft16Words>& spectrum) {
  alignas(32) std::int16_t windowed[kRfft16Samples];
  const std::uint32_t magnitudes = window_into(plan, samples, windowed);
  // A sample of -32768 is a case of its own.
  if (magnitudes > 0x7FFFu) return micro_energy(plan, samples, spectrum);
  std::memset(windowed + plan.window_samples, 0,
              static_cast<std::size_t>(kRfft16Samples - plan.window_samples) * sizeof *windowed);
  const int bits = magnitudes == 0 ? 0 : __builtin_clz(magnitudes) - 17;
  Packed16 input[kRfft16Words];
  std::memcpy(input, windowed, sizeof input);
  first_stage(input, bits, spectrum.data());
  stage_of_four(spectrum.data());
  stage<16>(spectrum.data());
  stage<64>(spectrum.data());
  const Packed16 first = spectrum[0];
  split_to_energy(spectrum.data());
  spectrum[0] = bin_0_energy16(first);
  return bits;
}

}  // namespace

bool micro_frame_x86_available() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") != 0;
}

void micro_frame_x86(const MicroPlan& plan, const std::int16_t* samples, const MicroWork& work,
                     std::int8_t* features) {
  micro_features(plan, energy(plan, samples, work.spectrum), work, features);
}

}  // namespace tadpole::device
#else
namespace tadpole::device {

bool micro_frame_x86_available() { return false; }
void micro_frame_x86(const MicroPlan& plan, const std::int16_t* samples, const MicroWork& work,
                     std::int8_t* features) {
  micro_frame(plan, samples, work, features);
}

}  // namespace tadpole::device
#endif
