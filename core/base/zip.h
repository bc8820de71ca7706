// SPDX-License-Identifier: Apache-2.0
// A folder as one .zip file and back. Nothing is compressed: what is large in a project is sound
// and models, which zip makes no smaller, and the page has no zlib. Source: PKWARE, APPNOTE.TXT
// 6.3.10; ZIP64 is not read.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

// Names to bytes. Expects: names of up to 65535 bytes, all together less than 4 GB.
Bytes zip(const std::map<std::string, Bytes>& files);
// Fails on bytes that are no zip, are cut off, do not fit their check sum, are compressed or
// encrypted, and on names that lead out of a folder ("..", "/etc"); the message says which.
Result<std::map<std::string, Bytes>> unzip(std::span<const std::uint8_t> bytes);

// The files of anybody's archive by its directory, compressed ones too: nothing is unpacked. Fails
// for damaged archives and more than 65534 files.
Result<std::vector<std::string>> zip_names(std::span<const std::uint8_t> bytes);

// All files below a folder, by their path in it. Fails when one cannot be read, and for more than 2
// GB.
Result<std::map<std::string, Bytes>> read_folder(const Path& folder);

}  // namespace tadpole
