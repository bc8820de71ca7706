// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item.h"

#include "learning/quiz/item_type.h"

namespace tadpole::learning {

#define TADPOLE_ENTRY(name) std::unique_ptr<ItemType> make_item_##name();
#include "learning/quiz/items/items.inc"
#undef TADPOLE_ENTRY

std::unique_ptr<ItemType> make_item_type(const std::string& type) {
#define TADPOLE_ENTRY(name) \
  if (type == #name) return make_item_##name();
#include "learning/quiz/items/items.inc"
#undef TADPOLE_ENTRY
  return nullptr;
}

std::vector<std::string> item_types() {
  return {
#define TADPOLE_ENTRY(name) #name,
#include "learning/quiz/items/items.inc"
#undef TADPOLE_ENTRY
  };
}

Json choices_json(const Asked& asked) {
  Json options = Json::array();
  const std::vector<Choice>& choices = asked.item.choices;
  std::vector<std::size_t> order = Draw(asked.seed ^ 0x5EEDULL).order(choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = choices[asked.item.shuffle ? order[i] : i];
    options.push_back({{"id", choice.id}, {"html", asked.html(choice.text)}});
  }
  return options;
}

Result<std::string> text_field(const Json& response, const char* name, const char* what) {
  const auto at = response.find(name);
  if (!response.is_object() || at == response.end() || !at->is_string())
    return wrong_use(std::string("The answer lacks ") + what + "; answer again.");
  if (at->get<std::string>().size() > 20000)
    return wrong_use("The answer is longer than 20,000 characters; shorten it.");
  return at->get<std::string>();
}

namespace {

Asked asked_of(const Item& item, std::uint64_t seed, ToHtml to_html) {
  return {item, seed, draw(item, seed), to_html};
}

}  // namespace

Json present(const Item& item, std::uint64_t seed, ToHtml to_html) {
  const Asked asked = asked_of(item, seed, to_html);
  Json json = {{"id", item.id},
               {"type", item.type},
               {"question_html", asked.html(item.question)},
               {"max_attempts", item.max_attempts},
               {"hints", item.hints.size()}};
  if (!item.unit.empty()) json["unit"] = item.unit;
  if (const auto type = make_item_type(item.type)) type->present(asked, json);
  return json;
}

Json reveal_of(const Item& item, std::uint64_t seed, ToHtml to_html) {
  const Asked asked = asked_of(item, seed, to_html);
  Json json = Json::object();
  if (!item.explanation.empty()) json["html"] = asked.html(item.explanation);
  const auto type = make_item_type(item.type);
  const Json key = type ? type->key(asked) : Json();
  if (!key.is_null()) json["key"] = key;
  return json;
}

std::string hint_of(const Item& item, std::uint64_t seed, std::size_t n, ToHtml to_html) {
  return asked_of(item, seed, to_html).html(item.hints[n]);
}

Result<Grade> grade(const Item& item, std::uint64_t seed, const Json& response, ToHtml to_html) {
  const auto type = make_item_type(item.type);
  if (!type) return wrong_use("This question has no known type; tell its author.");
  if (!response.is_object()) return wrong_use("The answer is empty; answer again.");
  Grade grade = TADPOLE_TRY(type->grade(asked_of(item, seed, to_html), response));
  grade.correct = grade.score > 1 - 1e-9;
  return grade;
}

}  // namespace tadpole::learning
