// SPDX-License-Identifier: Apache-2.0
// One kind of question: a file of items/. It checks what its author wrote, adds what a learner
// sees, says the right answer and grades one.
#pragma once
#include <memory>

#include "learning/quiz/expression.h"
#include "learning/quiz/item.h"

namespace tadpole::learning {

struct Asked {
  const Item& item;
  std::uint64_t seed;
  Values values;
  ToHtml to_html;

  std::string html(const std::string& text) const { return to_html(filled(item, text, values)); }
  std::string text(const std::string& text) const { return filled(item, text, values); }
};

class ItemType {
 public:
  virtual ~ItemType() = default;
  virtual bool takes_choices() const { return false; }
  virtual bool takes_keys() const { return false; }
  virtual bool takes_steps() const { return false; }
  virtual bool takes_pairs() const { return false; }
  virtual bool takes_rubric() const { return false; }
  // Adds what is wrong beyond what parse_item sees. line: of the item.
  virtual void check(const Item& item, std::vector<ItemProblem>& problems) const = 0;
  virtual void present(const Asked& asked, Json& json) const = 0;
  virtual Json key(const Asked& asked) const = 0;  // in the form of a response; null: there is none
  virtual Result<Grade> grade(const Asked& asked, const Json& response) const = 0;
};

// nullptr: no such type.
std::unique_ptr<ItemType> make_item_type(const std::string& type);

// What types share.
Json choices_json(const Asked& asked);
Result<std::string> text_field(const Json& response, const char* name, const char* what);
// Feedback of "!" lines whose value fits by `same`.
template <class Same>
void add_known_feedback(const Asked& asked, Grade& grade, const Same& same) {
  for (const AnswerFeedback& one : asked.item.feedback) {
    if (same(asked.text(one.value))) grade.feedback.push_back(asked.html(one.feedback));
  }
}

}  // namespace tadpole::learning
