// SPDX-License-Identifier: Apache-2.0
// A question without a right answer: one of the options, or a text where there are none.
#include <algorithm>

#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

class Survey final : public ItemType {
 public:
  bool takes_choices() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    for (const Choice& one : item.choices) {
      if (one.right)
        problems.push_back({one.line, "a survey has no right answer; write [ ] for every option"});
    }
  }
  void present(const Asked& asked, Json& json) const override {
    if (!asked.item.choices.empty()) json["options"] = choices_json(asked);
  }
  Json key(const Asked&) const override { return nullptr; }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const bool chosen = !asked.item.choices.empty();
    const std::string answer = TADPOLE_TRY(
        text_field(response, chosen ? "choice" : "text", chosen ? "the chosen option" : "a text"));
    const auto is_there = [&](const Choice& one) { return one.id == answer; };
    if (chosen && std::none_of(asked.item.choices.begin(), asked.item.choices.end(), is_there))
      return wrong_use("There is no option '" + answer + "'; reload the page and answer again.");
    return Grade{.graded = false};
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_survey() { return std::make_unique<Survey>(); }

}  // namespace tadpole::learning
