// SPDX-License-Identifier: Apache-2.0
// Words in posts. Letters of ASCII are found in either case, others as they are written.
#include <algorithm>

#include "core/base/html.h"
#include "core/base/text.h"
#include "learning/forum/forum.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kMostWords = 12, kBefore = 60, kAfter = 120;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string& word : split(lower(text), ' ')) {
    if (!word.empty() && words.size() < kMostWords) words.push_back(word);
  }
  return words;
}

// Not into the middle of a character of UTF-8.
std::size_t to_character(const std::string& text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  return std::min(at, text.size());
}

}  // namespace

std::vector<const Post*> Forum::search(const std::string& words, std::size_t most,
                                       const std::function<bool(const Post&)>& may_see) const {
  const std::vector<std::string> wanted = words_of(words);
  std::vector<const Post*> found;
  if (wanted.empty()) return found;
  for (const auto& [id, post] : posts_) {
    if (post.deleted || post.hidden) continue;
    const std::string text = lower(post.text);
    const bool all = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return text.find(word) != std::string::npos;
    });
    if (all && may_see(post)) found.push_back(&post);
  }
  std::sort(found.begin(), found.end(), [](const Post* a, const Post* b) {
    return std::tie(a->at_ms, a->id) > std::tie(b->at_ms, b->id);
  });
  if (found.size() > most) found.resize(most);
  return found;
}

std::string snippet_html(const std::string& text, const std::string& words) {
  const std::vector<std::string> wanted = words_of(words);
  const std::size_t found = wanted.empty() ? std::string::npos : lower(text).find(wanted.front());
  const std::size_t at = found == std::string::npos ? 0 : found;
  const std::size_t size = found == std::string::npos ? 0 : wanted.front().size();
  const std::size_t from = to_character(text, at > kBefore ? at - kBefore : 0);
  const std::size_t to = to_character(text, std::min(text.size(), at + size + kAfter));
  std::string html = from > 0 ? "…" : "";
  html += html_escaped(text.substr(from, at - from));
  if (size > 0) html += "<mark>" + html_escaped(text.substr(at, size)) + "</mark>";
  html += html_escaped(text.substr(at + size, to - at - size));
  return html + (to < text.size() ? "…" : "");
}

}  // namespace tadpole::learning
