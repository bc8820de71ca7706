// SPDX-License-Identifier: Apache-2.0
#include "learning/export/relink.h"

#include <optional>

#include "core/base/html.h"

namespace tadpole::learning {
namespace {

int digit_of(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// An address as cmark writes it ("a%20b.svg", "&amp;") to the name it stands for.
std::string name_of(std::string text) {
  for (std::size_t at = text.find("&amp;"); at != std::string::npos;
       at = text.find("&amp;", at + 1))
    text.erase(at + 1, 4);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : digit_of(text[i + 2]);
    out += low < 0 ? text[i] : static_cast<char>(16 * high + low);
    if (low >= 0) i += 2;
  }
  return out;
}

// nullopt: the address is none of ours and stays.
std::optional<std::string> moved(const std::string& address, const Targets& targets) {
  const auto rest = [&](std::size_t n) { return name_of(address.substr(n)); };
  if (address.starts_with("/units/")) {
    const std::string unit = rest(7);
    return targets.unit(unit.substr(0, unit.find('#')));
  }
  if (address.starts_with("/concepts#")) return targets.idea(rest(10));
  if (address.starts_with("/media/")) return targets.media(rest(7));
  return {};
}

}  // namespace

std::string relinked(const std::string& html, const Targets& targets) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = html.find("=\"/"); at != std::string::npos;
       at = html.find("=\"/", at + 1)) {
    const std::size_t space = html.rfind(' ', at), first = at + 2;
    const std::string attribute = html.substr(space + 1, at - space - 1);
    if (space < done || (attribute != "href" && attribute != "src" && attribute != "poster"))
      continue;
    const std::size_t end = html.find('"', first);
    const auto address = moved(html.substr(first, end - first), targets);
    if (!address) continue;
    out += html.substr(done, space - done);
    if (!address->empty()) out += " " + attribute + "=\"" + html_escaped(*address) + "\"";
    done = end + 1;
  }
  return out + html.substr(done);
}

}  // namespace tadpole::learning
