// SPDX-License-Identifier: Apache-2.0
// A question as text that needs no server: what is asked, its hints, and the answer apart.
#pragma once
#include "learning/export/own_words.h"

namespace tadpole::learning {

// Parameters are drawn and options shuffled by it: everybody gets the same question.
inline constexpr std::uint64_t kExportSeed = 1;

struct ItemHtml {
  std::string question;
  std::vector<std::string> hints;
  std::string answer;  // with feedback and explanation; "": nothing to say, or the keys are sealed
};
ItemHtml item_html(const Item& item, const OwnWords& words);

// "<p>a</p>" as "a": for one line of a list.
std::string inline_html(const std::string& html);

}  // namespace tadpole::learning
