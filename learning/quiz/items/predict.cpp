// SPDX-License-Identifier: Apache-2.0
// A prediction before the reveal: graded for nobody's marks, but it is said whether it came true.
// It is a choice where there are options, else a number.
#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

class Predict final : public ItemType {
 public:
  bool takes_choices() const override { return true; }
  bool takes_keys() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    inner(item)->check(item, problems);
  }
  void present(const Asked& asked, Json& json) const override {
    inner(asked.item)->present(asked, json);
  }
  Json key(const Asked& asked) const override { return inner(asked.item)->key(asked); }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    Grade grade = TADPOLE_TRY(inner(asked.item)->grade(asked, response));
    grade.graded = false;
    return grade;
  }

 private:
  static std::unique_ptr<ItemType> inner(const Item& item) {
    return make_item_type(item.choices.empty() ? "numeric" : "single");
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_predict() { return std::make_unique<Predict>(); }

}  // namespace tadpole::learning
