// SPDX-License-Identifier: Apache-2.0
// What somebody types into the search, and any text it meets: words hold nothing that a database
// takes for a command, and no tag but ours comes out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/store/search_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::server;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string typed = text.substr(0, size / 4);
  const std::vector<Token> tokens = tokens_of(text);
  for (const Token& token : tokens) {
    const bool inside = token.begin < token.end && token.end <= size && !token.word.empty();
    if (!inside || token.word.find_first_of(" '\"\\:&|!()*<>") != std::string::npos) std::abort();
  }
  std::string html = snippet_html(text, phrases_of(typed));
  for (const char* tag : {"<mark>", "</mark>"}) {
    for (std::size_t at = html.find(tag); at != std::string::npos; at = html.find(tag))
      html.erase(at, std::string(tag).size());
  }
  if (html.find('<') != std::string::npos) std::abort();
  return 0;
}
