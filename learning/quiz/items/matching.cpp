// SPDX-License-Identifier: Apache-2.0
// What belongs to what. The right sides are shuffled and named by their place, so that ids tell
// nothing; equal right sides are as good as each other. The score is the share of pairs.
#include <map>

#include "learning/quiz/item_type.h"

namespace tadpole::learning {
namespace {

std::string name(const char* side, std::size_t i) { return side + std::to_string(i + 1); }

std::vector<std::size_t> shown(const Asked& asked) {
  return Draw(asked.seed ^ 0x9A125ULL).order(asked.item.pairs.size());
}

class Matching final : public ItemType {
 public:
  bool takes_pairs() const override { return true; }

  void check(const Item& item, std::vector<ItemProblem>& problems) const override {
    if (item.pairs.size() < 2)
      problems.push_back({1, "at least two pairs are needed; write them as left | right"});
  }
  void present(const Asked& asked, Json& json) const override {
    json["left"] = Json::array();
    json["right"] = Json::array();
    const std::vector<std::size_t> order = shown(asked);
    for (std::size_t i = 0; i < order.size(); ++i) {
      json["left"].push_back(
          {{"id", name("l", i)}, {"html", asked.html(asked.item.pairs[i].first)}});
      json["right"].push_back(
          {{"id", name("r", i)}, {"html", asked.html(asked.item.pairs[order[i]].second)}});
    }
  }
  Json key(const Asked& asked) const override {
    Json pairs = Json::object();
    const std::vector<std::size_t> order = shown(asked);
    for (std::size_t i = 0; i < order.size(); ++i) pairs[name("l", order[i])] = name("r", i);
    return {{"pairs", pairs}};
  }
  Result<Grade> grade(const Asked& asked, const Json& response) const override {
    const auto given = response.find("pairs");
    if (given == response.end() || !given->is_object())
      return wrong_use("The answer lacks the pairs; match again.");
    const std::vector<std::size_t> order = shown(asked);
    std::map<std::string, std::string> text_of;
    for (std::size_t i = 0; i < order.size(); ++i)
      text_of[name("r", i)] = asked.item.pairs[order[i]].second;
    int right = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto chosen = given->find(name("l", i));
      if (chosen == given->end() || !chosen->is_string()) continue;
      const auto text = text_of.find(chosen->get<std::string>());
      if (text == text_of.end())
        return wrong_use("There is no such side; reload the page and match again.");
      right += text->second == asked.item.pairs[i].second;
    }
    const auto all = static_cast<int>(order.size());
    Grade grade{.score = all > 0 ? static_cast<double>(right) / all : 1.0};
    if (right < all)
      grade.feedback.push_back(
          asked.to_html(std::to_string(right) + " of " + std::to_string(all) + " pairs fit."));
    return grade;
  }
};

}  // namespace

std::unique_ptr<ItemType> make_item_matching() { return std::make_unique<Matching>(); }

}  // namespace tadpole::learning
