// SPDX-License-Identifier: Apache-2.0
// Any bytes as a file of the feature cache. No fuzzer guesses a SHA-256, so the bytes are tried
// once more with the right key and checksum around them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/hash.h"
#include "core/dsp/feature_file.h"

namespace {

constexpr int kValues = 3;

void read(const tadpole::Bytes& bytes, const std::string& key) {
  const auto features = tadpole::parse_feature_file(bytes, key, kValues);
  if (!features.ok()) {
    if (features.error().message.empty()) std::abort();
    return;
  }
  const auto written = tadpole::feature_file_bytes(features.value(), key, kValues);
  const auto again = tadpole::parse_feature_file(written, key, kValues);
  if (!again.ok() || again.value().size() != features.value().size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string key(64, 'a');
  tadpole::Bytes bytes(data, data + size);
  read(bytes, key);
  const std::string start = "TPFEAT1\n" + key;
  bytes.insert(bytes.begin(), start.begin(), start.end());
  const std::string sum = tadpole::Sha256().add(bytes.data(), bytes.size()).hex();
  bytes.insert(bytes.end(), sum.begin(), sum.end());
  read(bytes, key);
  return 0;
}
