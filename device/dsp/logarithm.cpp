// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/logarithm.h"

#include <array>

#include "device/dsp/table_math.h"

namespace tadpole::device {
namespace {

// One entry per 1/32 of an octave: the middle c of its piece, as 2^31 / c and 2^28 ln(c).
struct Piece {
  std::uint32_t inverse;
  std::int32_t ln;
};

constexpr std::array<Piece, 32> make_pieces() {
  std::array<Piece, 32> pieces{};
  for (int i = 0; i < 32; ++i) {
    const double c = 1.0 + (i + 0.5) / 32.0;
    pieces[i].inverse = static_cast<std::uint32_t>(table::round(2147483648.0 / c));
    pieces[i].ln = static_cast<std::int32_t>(table::round(268435456.0 * table::log(c)));
  }
  return pieces;
}

constexpr std::array<Piece, 32> kPieces = make_pieces();
constexpr std::int64_t kLn2Q28 = 186065279;  // 2^28 ln 2

// 63 - leading zeros of x > 0.
inline int top_bit(std::uint64_t x) {
  const auto upper = static_cast<std::uint32_t>(x >> 32);
  return upper != 0 ? 63 - __builtin_clz(upper) : 31 - __builtin_clz(static_cast<std::uint32_t>(x));
}

}  // namespace

std::int32_t natural_log_q16(std::uint64_t x, int exponent) {
  if (x == 0) x = 1;
  const int top = top_bit(x);
  const auto m =
      static_cast<std::uint32_t>(top >= 31 ? x >> (top - 31) : x << (31 - top));  // 2^31..2^32
  const Piece& piece = kPieces[(m >> 26) & 31u];
  // r = m / c - 1, 28 fractional bits, |r| <= 1/64
  const std::uint64_t ratio = static_cast<std::uint64_t>(m) * piece.inverse;  // 62 fractional bits
  const auto r =
      static_cast<std::int32_t>(static_cast<std::int64_t>(ratio >> 34) - (std::int64_t{1} << 28));
  const auto r2 = static_cast<std::int32_t>((static_cast<std::int64_t>(r) * r) >> 28);
  const auto r3 = static_cast<std::int32_t>((static_cast<std::int64_t>(r2) * r) >> 28);
  const std::int32_t ln_m = piece.ln + r - (r2 >> 1) + r3 / 3;
  const std::int64_t sum = kLn2Q28 * (top + exponent) + ln_m;
  return static_cast<std::int32_t>((sum + (1 << 11)) >> 12);
}

}  // namespace tadpole::device
