// SPDX-License-Identifier: Apache-2.0
// A free text with a rubric. No machine grades it: the learner looks at the criteria, or a person
// does.
#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

class Free final : public ItemType {
 public:
  bool takes_rubric() const override { return true; }

  void check(const Item&, std::vector<ItemProblem>&) const override {}
  void present(const Asked& asked, Json& json) const override {
    json["rubric"] = Json::array();
    for (std::size_t i = 0; i < asked.item.rubric.size(); ++i) {
      json["rubric"].push_back({{"id", "c" + std::to_string(i + 1)},
                                {"html", asked.html(asked.item.rubric[i].text)},
                                {"points", asked.item.rubric[i].points}});
    }
  }
  Json key(const Asked&) const override { return nullptr; }
  Result<Grade> grade(const Asked&, const Json& response) const override {
    const std::string text = TADPOLE_TRY(text_field(response, "text", "a text"));
    if (text.find_first_not_of(" \n\t\r") == std::string::npos)
      return wrong_use("The answer is empty; write a sentence.");
    return Grade{.graded = false};
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_free() { return std::make_unique<Free>(); }

}  // namespace tadpole::learning
