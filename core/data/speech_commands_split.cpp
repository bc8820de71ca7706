// SPDX-License-Identifier: Apache-2.0
// SHA-1 only names speakers here, as the rule of Speech Commands wants it. Source: FIPS 180-4.
#include <array>

#include "core/data/recording.h"

namespace tadpole {
namespace {

std::uint32_t rotl(std::uint32_t x, int n) { return (x << n) | (x >> (32 - n)); }

void sha1_block(std::array<std::uint32_t, 5>& h, const std::uint8_t* p) {
  std::uint32_t w[80];
  for (int t = 0; t < 16; ++t) {
    w[t] = (std::uint32_t{p[4 * t]} << 24) | (std::uint32_t{p[4 * t + 1]} << 16) |
           (std::uint32_t{p[4 * t + 2]} << 8) | p[4 * t + 3];
  }
  for (int t = 16; t < 80; ++t) w[t] = rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
  auto [a, b, c, d, e] = h;
  for (int t = 0; t < 80; ++t) {
    const std::uint32_t f = t < 20   ? (b & c) | (~b & d)
                            : t < 40 ? b ^ c ^ d
                            : t < 60 ? (b & c) | (b & d) | (c & d)
                                     : b ^ c ^ d;
    const std::uint32_t k = t < 20   ? 0x5A827999U
                            : t < 40 ? 0x6ED9EBA1U
                            : t < 60 ? 0x8F1BBCDCU
                                     : 0xCA62C1D6U;
    const std::uint32_t next = rotl(a, 5) + f + e + k + w[t];
    e = d, d = c, c = rotl(b, 30), b = a, a = next;
  }
  h = {h[0] + a, h[1] + b, h[2] + c, h[3] + d, h[4] + e};
}

}  // namespace

std::string sha1_hex(std::string_view bytes) {
  std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
  const std::uint64_t bits = data.size() * 8;
  data.push_back(0x80);
  while (data.size() % 64 != 56) data.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8)
    data.push_back(static_cast<std::uint8_t>(bits >> shift));
  std::array<std::uint32_t, 5> h = {0x67452301U, 0xEFCDAB89U, 0x98BADCFEU, 0x10325476U,
                                    0xC3D2E1F0U};
  for (std::size_t at = 0; at < data.size(); at += 64) sha1_block(h, data.data() + at);
  std::string text;
  for (const std::uint32_t word : h) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(word >> shift) & 15];
  }
  return text;
}

Split speech_commands_split(const std::string& file_name, double validation_percent,
                            double test_percent) {
  const std::string speaker = file_name.substr(0, file_name.find("_nohash_"));
  const std::string hash = sha1_hex(speaker);
  // The last 27 bits of the number that the digits write.
  const std::uint64_t tail =
      std::stoull(hash.substr(hash.size() - 8), nullptr, 16) & ((1U << 27) - 1);
  const double percent = static_cast<double>(tail) * 100.0 / ((1 << 27) - 1);
  if (percent < validation_percent) return Split::validation;
  return percent < validation_percent + test_percent ? Split::test : Split::train;
}

}  // namespace tadpole
