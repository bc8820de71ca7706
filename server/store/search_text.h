// SPDX-License-Identifier: Apache-2.0
// Words as they are searched: lower case, without marks on letters, of any script. Scripts that
// write without spaces are cut into single letters, and what was typed must follow in that order.
// Source: Unicode Standard Annex 29, word boundaries (a small part of it).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tadpole::server {

struct Token {
  std::string word;                // folded, at most 120 bytes; no spaces, no signs
  std::size_t begin = 0, end = 0;  // bytes of the text
  bool follows = false;            // directly behind the one before, of the same script: one phrase
};

// Never fails: bytes that are no UTF-8 separate words.
std::vector<Token> tokens_of(std::string_view text);

// What was typed: phrases of tokens, all of which must be found; the last token may go on.
using Phrases = std::vector<std::vector<std::string>>;
Phrases phrases_of(std::string_view typed);

// About 16 words of the text around what was found, escaped for HTML, <mark> around each.
std::string snippet_html(std::string_view text, const Phrases& typed);

}  // namespace tadpole::server
