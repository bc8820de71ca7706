// SPDX-License-Identifier: Apache-2.0
// Names of a ZIP archive of anybody's, and what the dataset checker makes of them.
#include <cstddef>
#include <cstdint>

#include "learning/artefact/artefact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  Block block;
  block.options = {{"accepts", "zip"}, {"checker", "dataset"}, {"classes>", "2"}};
  (void)judge({"a.zip", {data, size}, block});
  return 0;
}
