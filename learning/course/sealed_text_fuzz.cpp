// SPDX-License-Identifier: Apache-2.0
// A question of anybody's without its keys: no line of an answer is left, and doing it again
// changes nothing. The same bytes as a sealed file: a sentence.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/base/text.h"
#include "learning/course/seal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* type : {"single", "numeric", "ordering", "matching"}) {
    const std::string open = without_keys(text, type);
    for (const std::string& line : tadpole::split(open, '\n')) {
      for (const char* sign : {"[x] ", "[X] ", "= ", "! ", "? ", ">> "}) {
        if (line.starts_with(sign)) std::abort();
      }
    }
  }
  if (!text.starts_with("tadpole-sealed")) (void)unseal_text(text, "four words make one");
  (void)unseal_text("tadpole-sealed 1 least\n" + text.substr(0, 200), "four words make one");
  return 0;
}
