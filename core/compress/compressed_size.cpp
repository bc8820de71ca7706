// SPDX-License-Identifier: Apache-2.0
#include "core/compress/compressed_size.h"

#include <zlib.h>

#include <vector>

namespace tadpole {

Result<std::size_t> compressed_bytes(std::span<const std::uint8_t> bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::vector<Bytef> packed(size);
  const int code = compress2(packed.data(), &size, bytes.data(), static_cast<uLong>(bytes.size()),
                             Z_BEST_COMPRESSION);
  if (code != Z_OK)
    return Error{"zlib does not pack the model: there is too little memory; close other programs"};
  return static_cast<std::size_t>(size);
}

}  // namespace tadpole
