// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/feature_file.h"

#include <fmt/core.h>

#include <cstring>
#include <string_view>

#include "core/base/hash.h"

namespace tadpole {
namespace {

constexpr std::string_view kMagic = "TPFEAT1\n";
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kHeaderBytes = 8 + kHashDigits + 4 + 4;

void put(std::vector<std::uint8_t>& bytes, const void* data, std::size_t count) {
  const std::size_t at = bytes.size();
  bytes.resize(at + count);
  std::memcpy(bytes.data() + at, data, count);
}

void put_u32(std::vector<std::uint8_t>& bytes, std::uint32_t value) {
  put(bytes, &value, sizeof value);
}

std::uint32_t get_u32(const std::uint8_t* from) {
  std::uint32_t value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::string text_at(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t count) {
  return std::string(reinterpret_cast<const char*>(bytes.data()) + at, count);
}

std::string hash_of(std::span<const std::uint8_t> bytes) {
  return Sha256().add(bytes.data(), bytes.size()).hex();
}

Error damaged(const std::string& found) {
  return {fmt::format(
      "cached features: {}, expected a whole file made by these options; they are computed again",
      found)};
}

}  // namespace

std::vector<std::uint8_t> feature_file_bytes(const FeatureMap& features, const std::string& key,
                                             int values) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(kHeaderBytes + features.size() * (kHashDigits + values * sizeof(float)) +
                kHashDigits);
  put(bytes, kMagic.data(), kMagic.size());
  put(bytes, key.data(), kHashDigits);
  put_u32(bytes, static_cast<std::uint32_t>(values));
  put_u32(bytes, static_cast<std::uint32_t>(features.size()));
  for (const auto& [hash, row] : features) {
    put(bytes, hash.data(), kHashDigits);
    put(bytes, row.data(), row.size() * sizeof(float));
  }
  const std::string sum = hash_of(bytes);
  put(bytes, sum.data(), kHashDigits);
  return bytes;
}

Result<FeatureMap> parse_feature_file(std::span<const std::uint8_t> bytes, const std::string& key,
                                      int values) {
  if (bytes.size() < kHeaderBytes + kHashDigits)
    return damaged(fmt::format("{} bytes", bytes.size()));
  if (text_at(bytes, 0, kMagic.size()) != kMagic) return damaged("another kind of file");
  if (text_at(bytes, 8, kHashDigits) != key) return damaged("features of other options");
  const std::uint32_t per_clip = get_u32(bytes.data() + 8 + kHashDigits);
  const std::uint64_t clips = get_u32(bytes.data() + 12 + kHashDigits);
  const std::uint64_t entry = kHashDigits + static_cast<std::uint64_t>(values) * sizeof(float);
  if (per_clip != static_cast<std::uint32_t>(values))
    return damaged(fmt::format("{} values per clip", per_clip));
  if (bytes.size() != kHeaderBytes + clips * entry + kHashDigits) {
    return damaged(fmt::format("{} bytes for {} clips", bytes.size(), clips));
  }
  const std::span<const std::uint8_t> content = bytes.first(bytes.size() - kHashDigits);
  if (hash_of(content) != text_at(bytes, content.size(), kHashDigits))
    return damaged("a wrong checksum");
  FeatureMap features;
  for (std::size_t at = kHeaderBytes; at < content.size(); at += entry) {
    std::vector<float> row(values);
    std::memcpy(row.data(), bytes.data() + at + kHashDigits, row.size() * sizeof(float));
    features.emplace(text_at(bytes, at, kHashDigits), std::move(row));
  }
  return features;
}

}  // namespace tadpole
