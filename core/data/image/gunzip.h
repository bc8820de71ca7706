// SPDX-License-Identifier: Apache-2.0
// Compressed data sets. Source: RFC 1952 (gzip), by zlib.
#pragma once
#include <span>
#include <string>

#include "core/base/files.h"

namespace tadpole {

// What a gzip file holds. Fails when it is damaged, cut off, or holds more than `most` bytes.
Result<Bytes> gunzip(std::span<const std::uint8_t> bytes, std::size_t most,
                     const std::string& name);
// The file's bytes, unpacked when they are gzip.
Result<Bytes> read_unpacked(const Path& file, std::size_t most);

}  // namespace tadpole
