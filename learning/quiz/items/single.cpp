// SPDX-License-Identifier: Apache-2.0
// One option is right.
#include <algorithm>

#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

class Single final : public ItemType {
 public:
  bool takes_choices() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    const auto right = std::count_if(item.choices.begin(), item.choices.end(),
                                     [](const Choice& c) { return c.right; });
    if (item.choices.size() < 2)
      problems.push_back({1, "a choice needs at least two options; write them as [x] and [ ]"});
    if (right != 1)
      problems.push_back(
          {1, std::to_string(right) +
                  " options are marked right; mark exactly one with [x], or use type=multi"});
  }
  void present(const Asked& asked, Json& json) const override {
    json["options"] = choices_json(asked);
  }
  Json key(const Asked& asked) const override {
    for (const Choice& one : asked.item.choices) {
      if (one.right) return {{"choice", one.id}};
    }
    return nullptr;
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const std::string id = TADPOLE_TRY(text_field(response, "choice", "the chosen option"));
    for (const Choice& one : asked.item.choices) {
      if (one.id != id) continue;
      Grade grade{.score = one.right ? 1.0 : 0.0};
      grade.per_option[id] = {{"right", one.right},
                              {"feedback", one.feedback.empty() ? "" : asked.html(one.feedback)}};
      return grade;
    }
    return wrong_use("There is no option '" + id + "'; reload the page and answer again.");
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_single() { return std::make_unique<Single>(); }

}  // namespace tadpole::learning
