// SPDX-License-Identifier: Apache-2.0
// Any number of options is right. The score is the share of options that were judged rightly; only
// all of them make the answer right.
#include <algorithm>
#include <set>

#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

class Multi final : public ItemType {
 public:
  bool takes_choices() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    if (item.choices.size() < 2)
      problems.push_back({1, "a choice needs at least two options; write them as [x] and [ ]"});
    if (std::none_of(item.choices.begin(), item.choices.end(),
                     [](const Choice& c) { return c.right; }))
      problems.push_back({1, "no option is marked right; mark at least one with [x]"});
  }
  void present(const Asked& asked, Json& json) const override {
    json["options"] = choices_json(asked);
  }
  Json key(const Asked& asked) const override {
    Json right = Json::array();
    for (const Choice& one : asked.item.choices) {
      if (one.right) right.push_back(one.id);
    }
    return {{"choices", right}};
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const auto given = response.find("choices");
    if (given == response.end() || !given->is_array())
      return wrong_use("The answer lacks the chosen options; answer again.");
    std::set<std::string> chosen;
    for (const Json& one : *given) {
      if (one.is_string()) chosen.insert(one.get<std::string>());
    }
    Grade grade;
    int judged = 0;
    for (const Choice& one : asked.item.choices) {
      const bool taken = chosen.erase(one.id) > 0;
      judged += taken == one.right;
      if (!taken || one.feedback.empty()) continue;
      grade.per_option[one.id] = {{"right", one.right}, {"feedback", asked.html(one.feedback)}};
    }
    if (!chosen.empty())
      return wrong_use("There is no option '" + *chosen.begin() +
                       "'; reload the page and answer again.");
    const auto all = static_cast<int>(asked.item.choices.size());
    grade.score = all == 0 ? 0 : static_cast<double>(judged) / all;
    if (judged < all)
      grade.feedback.push_back(asked.to_html(std::to_string(judged) + " of " + std::to_string(all) +
                                             " options are judged rightly."));
    return grade;
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_multi() { return std::make_unique<Multi>(); }

}  // namespace tadpole::learning
