// SPDX-License-Identifier: Apache-2.0
// Names of any script, without what hides or turns letters.
// Source: RFC 3629, UTF-8, 2003; Unicode Technical Report 36, on invisible and bidirectional
// controls.
#include <optional>

#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kLongestName = 40;

// The next code point from `at` on; nullopt: no UTF-8.
std::optional<std::uint32_t> next_code_point(const std::string& text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || first >= 0xF5 || at + static_cast<std::size_t>(more) > text.size()) return {};
  std::uint32_t point = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0U) != 0x80U) return {};
    point = (point << 6) | (byte(at++) & 0x3FU);
  }
  const std::uint32_t smallest = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
  if (point < smallest || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return {};
  return point;
}

bool is_hidden(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA1) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         c == 0x3000 || (c >= 0xFFF0 && c <= 0xFFFF) || (c >= 0xE000 && c <= 0xF8FF) ||
         c >= 0xE0000 || c == 0x115F || c == 0x1160 || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_plain_sign(std::uint32_t c) {
  const bool letter_or_digit =
      (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return letter_or_digit || c == ' ' || c == '-' || c == '_' || c == '.' || c == '\'';
}

}  // namespace

std::string nickname_refusal(const std::string& nickname) {
  if (nickname.empty()) return "A nickname is missing; choose one of 1 to 40 characters.";
  if (nickname.front() == ' ' || nickname.back() == ' ')
    return "A nickname cannot begin or end with a space; leave it out.";
  std::size_t count = 0;
  for (std::size_t at = 0; at < nickname.size(); ++count) {
    const auto point = next_code_point(nickname, at);
    if (!point) return "The nickname is no valid text; type it again.";
    if (is_hidden(*point)) return "The nickname has an invisible character; type it again.";
    if (*point < 0x80 && !is_plain_sign(*point)) {
      return std::string("'") + static_cast<char>(*point) +
             "' cannot stand in a nickname; use letters, digits, spaces, - _ . and '.";
    }
  }
  if (count > kLongestName)
    return "The nickname has " + std::to_string(count) + " characters; choose one of 1 to 40.";
  return "";
}

std::string nickname_key(const std::string& nickname) {
  std::string key;
  for (const char c : nickname) {
    if (c == ' ' && (key.empty() || key.back() == ' ')) continue;
    key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

}  // namespace tadpole::learning
