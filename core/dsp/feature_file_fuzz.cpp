// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/dsp/feature_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string key(64, 'a');
  (void)tadpole::parse_feature_file({data, size}, key, 3);
  return 0;
}
