// SPDX-License-Identifier: Apache-2.0
#include "server/store/search_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace tadpole::server {
namespace {

struct Fold {
  std::uint32_t from, to;
};
constexpr Fold kFolds[] = {
#include "server/store/letters.inc"
};
constexpr std::size_t kMostWordBytes = 120, kWindow = 16;

struct Range {
  std::uint32_t first, last;
};
// Signs, not letters, above ASCII.
constexpr Range kSigns[] = {{0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},      {0xBB, 0xBF},
                            {0xD7, 0xD7},     {0xF7, 0xF7},     {0x60C, 0x60D},    {0x61B, 0x61F},
                            {0x66A, 0x66D},   {0x6D4, 0x6D4},   {0x964, 0x965},    {0xE5A, 0xE5B},
                            {0x2000, 0x200B}, {0x200E, 0x206F}, {0x20A0, 0x20CF},  {0x2190, 0x2BFF},
                            {0x2E00, 0x2E7F}, {0x3000, 0x3004}, {0x3008, 0x3020},  {0x3030, 0x3030},
                            {0xFE30, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},  {0xFF3B, 0xFF40},
                            {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF}};
// Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
constexpr Range kUnspaced[] = {{0xE00, 0xEFF},    {0x1000, 0x109F}, {0x1780, 0x17FF},
                               {0x3040, 0x30FF},  {0x3400, 0x9FFF}, {0xF900, 0xFAFF},
                               {0x20000, 0x3FFFF}};

template <std::size_t n>
bool within(const Range (&ranges)[n], std::uint32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// The code point at `at`, which moves behind it; 0 for a byte that is none.
std::uint32_t next_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const std::size_t more = first >= 0xF5   ? 0
                           : first >= 0xF0 ? 3
                           : first >= 0xE0 ? 2
                                           : first >= 0xC2;
  if (more == 0 || at + more > text.size()) return 0;
  std::uint32_t point = first & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0U) != 0x80U) return 0;
    point = (point << 6) | (byte & 0x3FU);
  }
  at += more;
  const std::uint32_t smallest = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
  const bool is_one = point >= smallest && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return is_one ? point : 0;
}

void add_point(std::string& to, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

std::uint32_t folded(std::uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  const auto at = std::lower_bound(std::begin(kFolds), std::end(kFolds), c,
                                   [](const Fold& fold, std::uint32_t p) { return fold.from < p; });
  return at != std::end(kFolds) && at->from == c ? at->to : c;
}

bool is_letter(std::uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return !within(kSigns, c);
}

// Marks and joiners belong to the letter before and are not searched.
bool is_mark(std::uint32_t c) { return (c >= 0x300 && c <= 0x36F) || c == 0x200C || c == 0x200D; }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

// How many tokens from `at` on are the phrase; 0: they are not.
std::size_t match(const std::vector<Token>& tokens, std::size_t at,
                  const std::vector<std::string>& phrase, bool may_go_on) {
  if (at + phrase.size() > tokens.size()) return 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const std::string& word = tokens[at + i].word;
    const bool fits =
        may_go_on && i + 1 == phrase.size() ? word.starts_with(phrase[i]) : word == phrase[i];
    if (!fits) return 0;
  }
  return phrase.size();
}

// 1 for each token that was found.
std::vector<char> found_in(const std::vector<Token>& tokens, const Phrases& typed) {
  std::vector<char> found(tokens.size(), 0);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    for (const auto& phrase : typed) {
      const std::size_t n = match(tokens, at, phrase, &phrase == &typed.back());
      std::fill_n(found.begin() + static_cast<std::ptrdiff_t>(at), n, 1);
    }
  }
  return found;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  bool open = false;  // the next letter goes on with the last token
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::uint32_t c = next_point(text, at);
    if (is_mark(c)) {
      if (!tokens.empty() && tokens.back().end == begin) tokens.back().end = at;
      continue;
    }
    if (!is_letter(c)) {
      open = false;
      continue;
    }
    const bool alone = within(kUnspaced, c);
    const bool behind = !tokens.empty() && tokens.back().end == begin;
    if (!open || alone) tokens.push_back({"", begin, at, alone && behind && !open});
    Token& token = tokens.back();
    if (token.word.size() < kMostWordBytes) add_point(token.word, folded(c));
    token.end = at;
    open = !alone;
  }
  return tokens;
}

Phrases phrases_of(std::string_view typed) {
  Phrases phrases;
  for (Token& token : tokens_of(typed)) {
    if (!token.follows || phrases.empty()) phrases.emplace_back();
    phrases.back().push_back(std::move(token.word));
  }
  return phrases;
}

std::string snippet_html(std::string_view text, const Phrases& typed) {
  const std::vector<Token> tokens = tokens_of(text);
  if (tokens.empty()) return escaped(text.substr(0, 200));
  const std::vector<char> found = found_in(tokens, typed);
  const auto first =
      static_cast<std::size_t>(std::find(found.begin(), found.end(), 1) - found.begin());
  const std::size_t middle = first == tokens.size() ? 0 : first;
  std::size_t from = middle > kWindow / 2 ? middle - kWindow / 2 : 0;
  const std::size_t to = std::min(tokens.size(), from + kWindow);
  from = to > kWindow ? std::min(from, to - kWindow) : 0;
  std::string html = from > 0 ? "…" : "";
  std::size_t at = from > 0 ? tokens[from].begin : 0;
  for (std::size_t i = from; i < to; ++i) {
    const Token& token = tokens[i];
    html += escaped(text.substr(at, token.begin - at));
    if (found[i] && (i == from || !found[i - 1] || !token.follows)) html += "<mark>";
    html += escaped(text.substr(token.begin, token.end - token.begin));
    const bool goes_on = i + 1 < to && found[i + 1] && tokens[i + 1].follows;
    if (found[i] && !goes_on) html += "</mark>";
    at = token.end;
  }
  return html + (to < tokens.size() ? "…" : escaped(text.substr(at)));
}

}  // namespace tadpole::server
