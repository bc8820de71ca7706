// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/rfft_int16.h"

#include <array>

#include "device/dsp/rfft_int16_roots.h"

namespace tadpole::device {
namespace {

// The three twiddles of butterfly k of a stage stand together, in the order in which the stage
// reads them.
struct StageTwiddles {
  std::array<Packed16, 3 * (3 + 15 + 63)> w{};
};

constexpr StageTwiddles make_twiddles() {
  StageTwiddles t;
  int at = 0;
  for (int m = 4; m <= 64; m *= 4) {
    for (int k = 1; k < m; ++k) {
      for (int j = 1; j <= 3; ++j) t.w[at++] = stage_root16(m, k, j);
    }
  }
  return t;
}

constexpr std::array<Packed16, 129> make_split() {
  std::array<Packed16, 129> w{};
  for (int k = 0; k <= 128; ++k) w[k] = split_root16(k);
  return w;
}

constexpr StageTwiddles kTwiddles = make_twiddles();
constexpr std::array<Packed16, 129> kSplit = make_split();

constexpr std::int32_t kHalf16 = 1 << 15;  // rounding when the result sits in the upper half word

// x / 4: (x * 8191 + 2^14) >> 15, doubled so that the result is the upper half word.
inline Packed16 quarter(Packed16 x) {
  constexpr Packed16 kFactor = 2 * 8191;
  return pack_upper16(mul_low_add(x, kFactor, kHalf16), mul_high_low_add(x, kFactor, kHalf16));
}

// The same of x * 2^shift; factor = (2 * 8191) << shift.
inline Packed16 scaled_quarter(Packed16 x, std::int32_t factor) {
  return pack_upper16(low16(x) * factor + kHalf16, high16(x) * factor + kHalf16);
}

// x / 2, and conj(x) / 2.
inline Packed16 half(Packed16 x) {
  constexpr Packed16 kFactor = 2 * 16383;
  return pack_upper16(mul_low_add(x, kFactor, kHalf16), mul_high_low_add(x, kFactor, kHalf16));
}
inline Packed16 half_conjugate(Packed16 x) {
  constexpr Packed16 kFactor = 2 * 16383;
  constexpr Packed16 kMinus = 0x10000u - kFactor;
  return pack_upper16(mul_low_add(x, kFactor, kHalf16), mul_high_low_add(x, kMinus, kHalf16));
}

// b, c, d: already turned by their twiddles.
inline void butterfly(Packed16* p, int m, Packed16 a, Packed16 b, Packed16 c, Packed16 d) {
  const Packed16 even_sum = add16(a, c);
  const Packed16 even_difference = sub16(a, c);
  const Packed16 odd_sum = add16(b, d);
  const Packed16 odd_difference = sub16(b, d);
  p[0] = add16(even_sum, odd_sum);
  p[m] = sub_rotated16(even_difference, odd_difference);
  p[2 * m] = sub16(even_sum, odd_sum);
  p[3 * m] = add_rotated16(even_difference, odd_difference);
}

// A twiddle of 1 is 32767, and (x * 32767 + 2^14) >> 15 == x for |x| <= 2^14: no multiplication is
// needed.
inline void plain_butterfly(Packed16* p, int m) {
  butterfly(p, m, quarter(p[0]), quarter(p[m]), quarter(p[2 * m]), quarter(p[3 * m]));
}

inline void turned_butterfly(Packed16* p, int m, const Packed16* w) {
  butterfly(p, m, quarter(p[0]), complex_mul16(quarter(p[m]), w[0]),
            complex_mul16(quarter(p[2 * m]), w[1]), complex_mul16(quarter(p[3 * m]), w[2]));
}

void first_stage(Packed16* data, int shift) {
  const std::int32_t factor = (2 * 8191) << shift;
  for (Packed16* p = data; p < data + kRfft16Words; p += 4) {
    butterfly(p, 1, scaled_quarter(p[0], factor), scaled_quarter(p[1], factor),
              scaled_quarter(p[2], factor), scaled_quarter(p[3], factor));
  }
}

template <int m>
const Packed16* stage(Packed16* data, const Packed16* w) {
  for (Packed16* p = data; p < data + kRfft16Words; p += 4 * m) plain_butterfly(p, m);
  for (int k = 1; k < m; ++k, w += 3) {
    for (Packed16* p = data + k; p < data + kRfft16Words; p += 4 * m) turned_butterfly(p, m, w);
  }
  return w;
}

struct BinPair {
  Packed16 low;   // bin k
  Packed16 high;  // bin 256 - k
};

inline BinPair split(Packed16 at_k, Packed16 at_mirror, Packed16 w) {
  const Packed16 a = half(at_k);
  const Packed16 b = half_conjugate(at_mirror);
  const Packed16 sum = add16(a, b);
  const Packed16 turned = complex_mul16(sub16(a, b), w);
  // The mirror's imaginary part is (turned - sum) / 2, rounded down: not the negative of (sum -
  // turned) / 2.
  return {halved_add16(sum, turned),
          low_of_first_high_of_second16(halved_sub16(sum, turned), halved_sub16(turned, sum))};
}

// Bin 0 and bin 256 come from the sum and the difference of both parts of word 0.
inline Packed16 bin_0(Packed16 first) {
  return pack16(low16(half(first)) + high16(half(first)), 0);
}
inline Packed16 bin_256(Packed16 first) {
  return pack16(low16(half(first)) - high16(half(first)), 0);
}

}  // namespace

void fft16(Packed16* data, int shift) {
  first_stage(data, shift);
  const Packed16* w = kTwiddles.w.data();
  w = stage<4>(data, w);
  w = stage<16>(data, w);
  stage<64>(data, w);
}

std::uint32_t bin_0_energy16(Packed16 first) { return dot16(bin_0(first), bin_0(first)); }

void split_to_energy16(std::uint32_t* data) {
  data[0] = bin_0_energy16(data[0]);
  std::uint32_t* low = data + 1;
  std::uint32_t* high = data + kRfft16Words - 1;
  for (int k = 1; k <= 128; ++k, ++low, --high) {
    const BinPair bins = split(*low, *high, kSplit[k]);
    *low = dot16(bins.low, bins.low);
    *high = dot16(bins.high, bins.high);
  }
}

void split_to_spectrum16(const Packed16* data, Packed16* spectrum) {
  spectrum[0] = bin_0(data[0]);
  spectrum[256] = bin_256(data[0]);
  for (int k = 1; k <= 128; ++k) {
    const BinPair bins = split(data[k], data[256 - k], kSplit[k]);
    spectrum[k] = bins.low;
    spectrum[256 - k] = bins.high;
  }
}

}  // namespace tadpole::device
