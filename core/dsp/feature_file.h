// SPDX-License-Identifier: Apache-2.0
// One file of the feature cache: features of clips by content hash, with a checksum. Internal to
// core/dsp. Layout, little-endian: "TPFEAT1\n", 64 hex digits of the extractor's fingerprint hash,
// u32 values per clip, u32 clips, then per clip 64 hex digits and the float values; at the end 64
// hex digits of the SHA-256 of all before.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace tadpole {

using FeatureMap = std::map<std::string, std::vector<float>>;  // content hash -> values

std::vector<std::uint8_t> feature_file_bytes(const FeatureMap& features, const std::string& key,
                                             int values);

// key: hash of the fingerprint; values: per clip. Fails when the bytes are cut, changed, or made by
// another extractor.
Result<FeatureMap> parse_feature_file(std::span<const std::uint8_t> bytes, const std::string& key,
                                      int values);

}  // namespace tadpole
