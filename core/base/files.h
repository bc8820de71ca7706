// SPDX-License-Identifier: Apache-2.0
// Reading and writing whole files so that a kill or a full disk never leaves half a file behind.
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

using Bytes = std::vector<std::uint8_t>;
using Path = std::filesystem::path;

// Fails when the file is missing, a folder, or not readable; the message names the file and the
// reason.
Result<Bytes> read_bytes(const Path& file);
Result<std::string> read_text(const Path& file);

// Writes beside the target and renames over it: after a crash the old file or the new one is there,
// whole. Creates missing folders. Fails (disk full, no permission) with the file's name and the
// system's reason.
Outcome write_file(const Path& file, std::span<const std::uint8_t> bytes);
Outcome write_file(const Path& file, std::string_view text);

Outcome make_folder(const Path& folder);

}  // namespace tadpole
