// SPDX-License-Identifier: Apache-2.0
// Natural logarithm of integers in the micro front end: a straight line per octave plus a table of
// 128 corrections. Bit-exact with the log of TensorFlow Lite Micro's signal library.
#pragma once
#include <cstdint>

namespace tadpole::device {

// round(64 ln(8 x)) within two steps; 0 when 8 x <= 1; at most 32767. 8 x wraps at 2^32. Cannot
// fail.
std::uint32_t micro_log(std::uint32_t x);
// The same for any scale: round(scale * ln(x)) in 32 bits, which wrap. x > 0. Cannot fail.
std::uint32_t scaled_log(std::uint32_t x, std::uint32_t scale);

}  // namespace tadpole::device
