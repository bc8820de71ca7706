// SPDX-License-Identifier: Apache-2.0
// Steps to be put in order. Their ids follow the shuffled order, so that they tell nothing. The
// score is the share of neighbours that stand in the right order.
#include <algorithm>
#include <map>

#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

std::string letter(std::size_t i) { return std::string(1, static_cast<char>('a' + i)); }

// At [i]: which step is shown at place i. Never the right order, where another is possible.
std::vector<std::size_t> shown(const Asked& asked) {
  const std::size_t n = asked.item.steps.size();
  Draw draw(asked.seed ^ 0x0DDE12ULL);
  std::vector<std::size_t> order = draw.order(n);
  if (n > 1 && std::is_sorted(order.begin(), order.end())) std::swap(order[0], order[n - 1]);
  return order;
}

class Ordering final : public ItemType {
 public:
  bool takes_steps() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    if (item.steps.size() < 2)
      problems.push_back(
          {1, "at least two steps are needed; write them as 1. and 2. in the right order"});
  }
  void present(const Asked& asked, Json& json) const override {
    json["options"] = Json::array();
    const std::vector<std::size_t> order = shown(asked);
    for (std::size_t i = 0; i < order.size(); ++i)
      json["options"].push_back(
          {{"id", letter(i)}, {"html", asked.html(asked.item.steps[order[i]])}});
  }
  Json key(const Asked& asked) const override {
    const std::vector<std::size_t> order = shown(asked);
    std::vector<std::string> right(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) right[order[i]] = letter(i);
    return {{"order", right}};
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const auto given = response.find("order");
    const std::vector<std::size_t> order = shown(asked);
    if (given == response.end() || !given->is_array() || given->size() != order.size())
      return wrong_use("The answer must have all " + std::to_string(order.size()) +
                       " steps once; order them again.");
    std::map<std::string, std::size_t> step_of;
    for (std::size_t i = 0; i < order.size(); ++i) step_of[letter(i)] = order[i];
    std::vector<std::size_t> steps;
    for (const Json& id : *given) {
      const auto at = id.is_string() ? step_of.find(id.get<std::string>()) : step_of.end();
      if (at == step_of.end())
        return wrong_use("A step is missing or there twice; order them again.");
      steps.push_back(at->second);
      step_of.erase(at);
    }
    int right = 0;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) right += steps[i + 1] == steps[i] + 1;
    const auto neighbours = static_cast<int>(steps.size()) - 1;
    Grade grade{.score = neighbours > 0 ? static_cast<double>(right) / neighbours : 1.0};
    if (right < neighbours)
      grade.feedback.push_back(asked.to_html(std::to_string(right) + " of " +
                                             std::to_string(neighbours) +
                                             " steps follow the right one."));
    return grade;
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_ordering() { return std::make_unique<Ordering>(); }

}  // namespace tadpole::learning
