// SPDX-License-Identifier: Apache-2.0
#include "learn/answer.h"

#include <cmath>
#include <cstdlib>

#include "core/base/text.h"
#include "learn/learn.h"

namespace tadpole::learn {

Answer json_answer(const nlohmann::json& json) { return {json_dump(json), {}}; }

Outcome set_options(OptionSet& options, const char* text) {
  const std::vector<std::string> lines = split_lines(text ? text : "");
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos)
      return wrong_use("'" + line + "' is no option; expected name=value");
    TADPOLE_TRY(options.set(line.substr(0, equals), line.substr(equals + 1), "options"));
  }
  return Done{};
}

Outcome check_numbers(std::span<const float> values, const std::string& what) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]))
      return wrong_use("value " + std::to_string(i) + " of " + what +
                       " is no number; mend or remove it");
  }
  return Done{};
}

}  // namespace tadpole::learn

extern "C" {

const char* learn_text(void) { return tadpole::learn::answer().text.c_str(); }
const uint8_t* learn_bytes(void) { return tadpole::learn::answer().bytes.data(); }
size_t learn_byte_count(void) { return tadpole::learn::answer().bytes.size(); }
void* learn_alloc(size_t bytes) { return std::malloc(bytes == 0 ? 1 : bytes); }
void learn_release(void* memory) { std::free(memory); }
}
