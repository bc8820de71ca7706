// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/gunzip.h"

namespace tadpole {

Result<Bytes> gunzip(std::span<const std::uint8_t>, std::size_t, const std::string& name) {
  return unsupported(name +
                     " is compressed by gzip, and the page cannot unpack it; unpack it "
                     "first, or use the program");
}

Result<Bytes> read_unpacked(const Path& file, std::size_t most) {
  Bytes bytes = TADPOLE_TRY(read_bytes(file));
  const bool is_gzip = bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
  if (is_gzip) return gunzip(bytes, most, file.string());
  return bytes;
}

}  // namespace tadpole
