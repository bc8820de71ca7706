// SPDX-License-Identifier: Apache-2.0
#include "core/train/binary.h"

#include "core/base/hash.h"

namespace tadpole {
namespace {

constexpr std::size_t kChecksumBytes = 64;

}  // namespace

Bytes BinaryWriter::finish() {
  const std::string sum = Sha256().add(bytes_.data(), bytes_.size()).hex();
  raw(sum.data(), sum.size());
  return std::move(bytes_);
}

Result<BinaryReader> BinaryReader::open(Bytes bytes, const std::string& magic,
                                        const std::string& file) {
  const Error damaged{
      file +
      " is damaged or of another version (its checksum or its first word is not what "
      "was expected); delete it and run the stage again"};
  if (bytes.size() < kChecksumBytes) return damaged;
  const std::string sum(bytes.end() - kChecksumBytes, bytes.end());
  bytes.resize(bytes.size() - kChecksumBytes);
  if (Sha256().add(bytes.data(), bytes.size()).hex() != sum) return damaged;
  BinaryReader reader(std::move(bytes));
  if (reader.text() != magic || reader.failed()) return damaged;
  return reader;
}

void BinaryReader::raw(void* data, std::size_t size) {
  if (failed_ || bytes_.size() - at_ < size) {
    failed_ = true;
    return;
  }
  if (size > 0) std::memcpy(data, bytes_.data() + at_, size);
  at_ += size;
}

std::size_t BinaryReader::count(std::size_t element_bytes) {
  const auto elements = number<std::uint64_t>();
  if (failed_ || (bytes_.size() - at_) / element_bytes < elements) {
    failed_ = true;
    return 0;
  }
  return elements;
}

std::string BinaryReader::text() {
  std::string value(count(1), '\0');
  raw(value.data(), value.size());
  return value;
}

std::vector<float> BinaryReader::floats() {
  std::vector<float> values(count(sizeof(float)));
  raw(values.data(), values.size() * sizeof(float));
  return values;
}

}  // namespace tadpole
