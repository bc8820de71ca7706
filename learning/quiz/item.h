// SPDX-License-Identifier: Apache-2.0
// A quiz item: the text of its author, what a learner sees of it, and how an answer is graded.
// Grading is a function of (text, seed, answer) alone, so that an item that was mended can be
// graded again. Which header to open first: this one; policy.h says when answers are shown.
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole::learning {

using Json = nlohmann::json;

// Raised whenever the same answer to the same text may get another score.
inline constexpr int kGraderVersion = 1;

enum class Reveal : std::uint8_t {  // when keys and explanations are shown; the eleven of OLX
  always,
  answered,
  attempted,
  closed,
  finished,
  correct_or_past_due,
  past_due,
  never,
  after_all_attempts,
  after_all_attempts_or_correct,
  attempted_no_past_due
};
enum class Randomise : std::uint8_t { always, onreset, never, per_student };  // the four of OLX

// [x] / [ ] lines.
struct Choice {
  std::string id;  // "a", "b", ... in the author's order: stays when the options are shuffled
  std::string text;
  bool right = false;
  std::string feedback;
  int line = 0;
};
// ! value -> feedback, for an answer that has a known misunderstanding behind it.
struct AnswerFeedback {
  std::string value, feedback;
  int line = 0;
};
// @ name = from..to [step s], or @ name in a, b, c
struct Parameter {
  std::string name;
  double from = 0, to = 0, step = 1;
  std::vector<std::string> words;  // instead of numbers
  int line = 0;
};
// * criterion (points)
struct Criterion {
  std::string text;
  double points = 1;
};

struct Item {
  std::string id, type;  // type: a file of learning/quiz/items
  std::string language;  // its words are a translation into it; "": they are as written
  std::string question;  // Markdown, with {expressions}
  std::vector<Choice> choices;
  std::vector<std::string> keys;  // "=" lines
  // Of a text: what is right where it was asked in a translation, by language; and under "", where
  // it was asked as written. Empty: there is no translation.
  std::map<std::string, std::vector<std::string>> keys_in = {};
  std::vector<std::string> steps;                          // ordering: in the right order
  std::vector<std::pair<std::string, std::string>> pairs;  // matching
  std::vector<Criterion> rubric;
  std::vector<AnswerFeedback> feedback;
  std::vector<Parameter> parameters;
  std::vector<std::string> hints;
  std::string explanation;  // Markdown
  // Options of the fence.
  int max_attempts = 0;  // 0: as many as wanted
  double weight = 1;
  Reveal reveal = Reveal::after_all_attempts_or_correct;
  Randomise randomise = Randomise::per_student;
  bool shuffle = false;
  bool sealed = false;    // its keys are in a file of their own (learning/course/seal.h)
  std::string unit;       // of a number: "ms"
  std::string tolerance;  // "0.01" or "1%"
  int mastery_of = 0, mastery_last = 0;  // "3 of 5"; 0: no rule
};

// Something in the text that is wrong, or may be.
struct ItemProblem {
  int line = 0;  // of the body, from 1
  std::string sentence;
};

// Reads the body of an item and the options of its fence. Every mistake is told, not only the
// first; the item is usable when there is none. Options that are not an item's are told too, with
// what was meant.
Item parse_item(const std::string& id, const std::string& body,
                const std::vector<std::pair<std::string, std::string>>& options,
                std::vector<ItemProblem>& problems);

// Markdown to HTML, given by who calls: this room knows no Markdown.
using ToHtml = std::string (*)(const std::string& markdown);

// What a learner sees: question, options (shuffled by the seed), unit, number of hints. Never keys,
// feedback, hints' texts or explanations.
Json present(const Item& item, std::uint64_t seed, ToHtml to_html);
// Keys and explanation, once a policy allows it.
Json reveal_of(const Item& item, std::uint64_t seed, ToHtml to_html);
// Hint n (from 0). Expects: n < hints.
std::string hint_of(const Item& item, std::uint64_t seed, std::size_t n, ToHtml to_html);

struct Grade {
  double score = 0;      // 0 to 1
  bool correct = false;  // score is 1
  bool graded = true;    // false: a survey, a prediction, or a free text that a person grades
  std::vector<std::string> feedback;  // HTML
  Json per_option = Json::object();   // option id -> {"right": bool, "feedback": HTML}
};
// response: by type {"choice"}, {"choices"}, {"value", "unit"}, {"text"}, {"order"}, {"pairs"}.
// Fails with a sentence when it has not the form of the type.
Result<Grade> grade(const Item& item, std::uint64_t seed, const Json& response, ToHtml to_html);

std::vector<std::string> item_types();

}  // namespace tadpole::learning
