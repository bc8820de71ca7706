// SPDX-License-Identifier: Apache-2.0
#include "learning/course/words.h"

namespace tadpole::learning {
namespace {

std::string translated(const Program& program, const std::string& word) {
  const auto at = program.words.find(word);
  return at == program.words.end() ? word : at->second;
}

std::string upper_first(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
  return word;
}

}  // namespace

std::string filled_holes(std::string text, const Holes& holes) {
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
    const std::size_t close = text.find('}', at);
    if (close == std::string::npos) return text;
    const auto hole = holes.find(text.substr(at + 1, close - at - 1));
    if (hole == holes.end()) {
      at = close;
      continue;
    }
    text.replace(at, close + 1 - at, hole->second);
    at += hole->second.size();
  }
  return text;
}

const std::vector<std::string>& all_words() {
  static const std::vector<std::string> words = {
#define TADPOLE_WORD(name, text) text,
      TADPOLE_WORDS(TADPOLE_WORD)
#undef TADPOLE_WORD
  };
  return words;
}

std::string said(const Program& program, Word word, const Holes& holes) {
  return filled_holes(translated(program, all_words()[static_cast<std::size_t>(word)]), holes);
}

std::string said_of_kind(const Program& program, const std::string& kind) {
  return translated(program, kind);
}

std::string said_of_type(const Program& program, const std::string& type) {
  return translated(program, upper_first(type));
}

}  // namespace tadpole::learning
