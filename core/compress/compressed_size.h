// SPDX-License-Identifier: Apache-2.0
// What a model file weighs once it is packed: pruning and clustering leave as many bytes, but ones
// that repeat. Source: RFC 1950 (zlib).
#pragma once
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace tadpole {

// Bytes of the file under zlib at its highest level. Fails in the page, which has no zlib.
Result<std::size_t> compressed_bytes(std::span<const std::uint8_t> bytes);

}  // namespace tadpole
