// SPDX-License-Identifier: Apache-2.0
// SHA-256, the name of every artifact. Source: FIPS 180-4 (2015).
// Own code because the same core compiles to WASM, where no packaged crypto library exists; it
// names content, it guards no secret.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tadpole {

class Sha256 {
 public:
  Sha256();
  // Cannot fail. Call as often as needed, then hex() once.
  Sha256& add(const void* data, std::size_t bytes);
  Sha256& add(std::string_view text) { return add(text.data(), text.size()); }
  // 64 hexadecimal digits.
  std::string hex();

 private:
  void block(const std::uint8_t* p);
  std::array<std::uint32_t, 8> h_;
  std::array<std::uint8_t, 64> pending_{};
  std::uint64_t length_ = 0;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace tadpole
