// SPDX-License-Identifier: Apache-2.0
// A short text: case, doubled spaces and a full stop at the end do not matter.
#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.' || out.back() == '!'))
    out.pop_back();
  return out;
}

class Text final : public ItemType {
 public:
  bool takes_keys() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    if (item.keys.empty()) problems.push_back({1, "the right text is missing; write it as = loss"});
  }
  void present(const Asked&, Json&) const override {}
  Json key(const Asked& asked) const override {
    return asked.item.keys.empty() ? Json() : Json{{"text", asked.text(asked.item.keys.front())}};
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const std::string given = plain(TADPOLE_TRY(text_field(response, "text", "a text")));
    if (given.empty()) return wrong_use("The answer is empty; write something.");
    Grade grade;
    for (const std::string& key : asked.item.keys)
      grade.score = plain(asked.text(key)) == given ? 1 : grade.score;
    if (grade.score < 1)
      add_known_feedback(asked, grade,
                         [&](const std::string& value) { return plain(value) == given; });
    return grade;
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_text() { return std::make_unique<Text>(); }

}  // namespace tadpole::learning
