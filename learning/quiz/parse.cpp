// SPDX-License-Identifier: Apache-2.0
// The body of an item, line by line: the first sign of a line says what it is.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "learning/quiz/item_type.h"
#include "learning/quiz/policy.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kMostParts = 100;

class ItemParser {
 public:
  ItemParser(Item& item, std::vector<ItemProblem>& problems) : item_(item), problems_(problems) {}

  void options(const std::vector<std::pair<std::string, std::string>>& options) {
    item_.type = "single";
    bool says_randomise = false;
    for (const auto& [name, value] : options) {
      option(name, value);
      says_randomise = says_randomise || name == "randomise";
    }
    // With the same numbers each time the second right answer would show nothing.
    if (item_.mastery_of > 0 && !says_randomise) item_.randomise = Randomise::always;
    type_ = make_item_type(item_.type);
    if (!type_) {
      tell("there is no question of type '" + item_.type + "'" +
           did_you_mean(item_.type, item_types()) + "; take one of " + join(item_types(), ", "));
    }
  }

  void body(const std::string& text) {
    for (const std::string& line : split(text, '\n')) {
      ++line_;
      take(line);
    }
    item_.question = trim(item_.question);
    item_.explanation = trim(item_.explanation);
    line_ = 1;
    check();
  }

 private:
  void tell(const std::string& sentence) { problems_.push_back({line_, sentence}); }

  void count(const std::string& name, const std::string& value, int& to) {
    const auto number = parse_whole(value);
    if (!number || *number < 0 || *number > 1000) {
      return tell(name + " is '" + value + "'; give a whole number from 0 to 1000");
    }
    to = static_cast<int>(*number);
  }

  void option(const std::string& name, const std::string& value) {
    static const std::vector<std::string> kNames = {
        "type",    "max_attempts", "weight",    "reveal",  "randomise",
        "shuffle", "unit",         "tolerance", "mastery", "sealed"};
    if (name == "type") {
      item_.type = value;
    } else if (name == "max_attempts") {
      count(name, value, item_.max_attempts);
    } else if (name == "weight") {
      const auto weight = parse_real(value);
      if (!weight || *weight < 0) return tell("weight is '" + value + "'; give a number from 0");
      item_.weight = *weight;
    } else if (name == "reveal") {
      const auto reveal = reveal_named(value);
      if (!reveal)
        return tell("reveal is '" + value + "'; take for example after_all_attempts_or_correct");
      item_.reveal = *reveal;
    } else if (name == "randomise") {
      const auto randomise = randomise_named(value);
      if (!randomise)
        return tell("randomise is '" + value + "'; take always, onreset, never or per_student");
      item_.randomise = *randomise;
    } else if (name == "shuffle") {
      item_.shuffle = value != "false";
    } else if (name == "sealed") {
      item_.sealed = value != "false";
    } else if (name == "unit") {
      item_.unit = value;
    } else if (name == "tolerance") {
      item_.tolerance = value;
    } else if (name == "mastery") {
      mastery(value);
    } else {
      tell("there is no option '" + name + "' of a question" + did_you_mean(name, kNames));
    }
  }

  // "2 of 3"
  void mastery(const std::string& value) {
    const std::size_t of = value.find(" of ");
    const auto need = parse_whole(value.substr(0, of));
    const auto last = of == std::string::npos ? std::nullopt : parse_whole(value.substr(of + 4));
    if (!need || !last || *need < 1 || *last < *need || *last > 20)
      return tell("mastery is '" + value +
                  "'; write for example mastery=\"2 of 3\" (at most of 20)");
    item_.mastery_of = static_cast<int>(*need);
    item_.mastery_last = static_cast<int>(*last);
  }

  static bool begins(const std::string& line, const char* sign) { return line.starts_with(sign); }

  void take(const std::string& line) {
    if (explaining_ && !trim(line).empty() && !is_sign(line)) {
      item_.explanation += line + "\n";
      return;
    }
    explaining_ = false;
    if (begins(line, "[x] ") || begins(line, "[ ] ") || begins(line, "[X] ")) return choice(line);
    if (begins(line, "= ")) return key(trim(line.substr(2)));
    if (begins(line, "! ")) return known_wrong(line.substr(2));
    if (begins(line, "? ")) return item_.hints.push_back(trim(line.substr(2)));
    if (begins(line, ">> ")) {
      item_.explanation += line.substr(3) + "\n";
      explaining_ = true;
      return;
    }
    if (begins(line, "@ ")) return parameter(line.substr(2));
    if (type_ && type_->takes_rubric() && begins(line, "* ")) return criterion(line.substr(2));
    if (type_ && type_->takes_steps() && step(line)) return;
    if (type_ && type_->takes_pairs() && line.find(" | ") != std::string::npos) return pair(line);
    item_.question += line + "\n";
  }

  bool is_sign(const std::string& line) const {
    for (const char* sign : {"[x] ", "[X] ", "[ ] ", "= ", "! ", "? ", ">> ", "@ "}) {
      if (begins(line, sign)) return true;
    }
    return type_ && type_->takes_rubric() && begins(line, "* ");
  }

  // "text -> feedback"
  static std::pair<std::string, std::string> with_feedback(const std::string& text) {
    const std::size_t arrow = text.rfind(" -> ");
    if (arrow == std::string::npos) return {trim(text), ""};
    return {trim(text.substr(0, arrow)), trim(text.substr(arrow + 4))};
  }

  void choice(const std::string& line) {
    if (item_.choices.size() == 26) return tell("more than 26 options; take fewer");
    const auto [text, feedback] = with_feedback(line.substr(4));
    if (text.empty()) tell("an option has no text; write it after the box");
    const std::string id(1, static_cast<char>('a' + item_.choices.size()));
    item_.choices.push_back({id, text, line[1] != ' ', feedback, line_});
  }

  void key(const std::string& text) {
    const std::size_t sign = text.find(" ± ");
    if (sign != std::string::npos)
      item_.tolerance = trim(text.substr(sign + 4));  // ± has two bytes
    item_.keys.push_back(sign == std::string::npos ? text : trim(text.substr(0, sign)));
  }

  void known_wrong(const std::string& text) {
    const auto [value, feedback] = with_feedback(text);
    if (feedback.empty())
      return tell("'! " + trim(text) + "' has no feedback; write ! value -> feedback");
    item_.feedback.push_back({value, feedback, line_});
  }

  // "criterion (2)"
  void criterion(const std::string& text) {
    Criterion one{trim(text), 1};
    const std::size_t open = one.text.rfind('(');
    if (open != std::string::npos && one.text.ends_with(")")) {
      const auto points = parse_real(one.text.substr(open + 1, one.text.size() - open - 2));
      if (points && *points > 0) {
        one.points = *points;
        one.text = trim(one.text.substr(0, open));
      }
    }
    if (item_.rubric.size() < kMostParts) item_.rubric.push_back(one);
  }

  bool step(const std::string& line) {
    const std::size_t dot = line.find(". ");
    if (dot == std::string::npos || dot == 0 || dot > 2 || !parse_whole(line.substr(0, dot)))
      return false;
    if (item_.steps.size() == 26) tell("more than 26 steps; take fewer");
    if (item_.steps.size() < 26) item_.steps.push_back(trim(line.substr(dot + 2)));
    return true;
  }

  void pair(const std::string& line) {
    if (item_.pairs.size() == 26) return tell("more than 26 pairs; take fewer");
    const std::size_t bar = line.find(" | ");
    item_.pairs.emplace_back(trim(line.substr(0, bar)), trim(line.substr(bar + 3)));
  }

  // "n = 3..9 step 2" or "w in yes, no"
  void parameter(const std::string& text) {
    Parameter one;
    one.line = line_;
    const std::size_t in = text.find(" in "), equals = text.find('=');
    if (in != std::string::npos && in < equals) {
      one.name = trim(text.substr(0, in));
      for (const std::string& word : split(text.substr(in + 4), ','))
        one.words.push_back(trim(word));
      return item_.parameters.push_back(one);
    }
    const std::size_t dots = text.find(".."), step = text.find(" step ");
    if (equals == std::string::npos || dots == std::string::npos || dots < equals)
      return tell("'@ " + text +
                  "' is no parameter; write @ n = 3..9, @ x = 0..1 step 0.1 or @ w in yes, no");
    one.name = trim(text.substr(0, equals));
    const auto from = parse_real(text.substr(equals + 1, dots - equals - 1));
    const auto to =
        parse_real(text.substr(dots + 2, step == std::string::npos ? step : step - dots - 2));
    const auto by =
        step == std::string::npos ? std::optional<double>(1) : parse_real(text.substr(step + 6));
    if (!from || !to || !by || *by <= 0 || *to < *from || (*to - *from) / *by > 1e6)
      return tell("the range of '" + one.name +
                  "' is none; write from..to with to above from, and a step above 0");
    one.from = *from, one.to = *to, one.step = *by;
    item_.parameters.push_back(one);
  }

  void check() {
    if (item_.question.empty()) tell("the question itself is missing; write it above the answers");
    if (!type_ || item_.sealed) return;
    const auto refuse = [&](bool takes, bool there, const char* what) {
      if (there && !takes)
        tell(std::string("a question of type '") + item_.type + "' takes no " + what);
    };
    refuse(type_->takes_choices(), !item_.choices.empty(), "options ([x], [ ])");
    refuse(type_->takes_keys(), !item_.keys.empty(), "keys (=)");
    type_->check(item_, problems_);
    check_parameters();
  }

  std::vector<std::string> all_texts() const {
    std::vector<std::string> texts = {item_.question, item_.explanation};
    for (const Choice& one : item_.choices) texts.insert(texts.end(), {one.text, one.feedback});
    for (const AnswerFeedback& one : item_.feedback)
      texts.insert(texts.end(), {one.value, one.feedback});
    texts.insert(texts.end(), item_.keys.begin(), item_.keys.end());
    texts.insert(texts.end(), item_.hints.begin(), item_.hints.end());
    texts.insert(texts.end(), item_.steps.begin(), item_.steps.end());
    for (const auto& [left, right] : item_.pairs) texts.insert(texts.end(), {left, right});
    return texts;
  }

  // Each expression is tried with some hundred draws: enough to meet a zero of a short range.
  void check_parameters() {
    if (item_.parameters.empty()) return;
    std::set<std::string> used, told;
    for (const std::string& text : all_texts()) {
      for (const std::string& expression : expressions_in(text)) {
        for (const Parameter& one : item_.parameters) {
          if (expression.find(one.name) != std::string::npos) used.insert(one.name);
        }
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
          const Values values = draw(item_, seed);
          if (values.words.contains(trim(expression))) break;
          const Result<double> value = evaluate(expression, values);
          if (value.ok() || !told.insert(expression).second) continue;
          tell(value.error().message);
          break;
        }
      }
    }
    for (const Parameter& one : item_.parameters) {
      line_ = one.line;
      if (!used.contains(one.name))
        tell("the parameter '" + one.name + "' is used nowhere; write {" + one.name +
             "} or remove it");
    }
  }

  Item& item_;
  std::vector<ItemProblem>& problems_;
  std::unique_ptr<ItemType> type_;
  int line_ = 0;
  bool explaining_ = false;
};

}  // namespace

Item parse_item(const std::string& id, const std::string& body,
                const std::vector<std::pair<std::string, std::string>>& options,
                std::vector<ItemProblem>& problems) {
  Item item;
  item.id = id;
  ItemParser parser(item, problems);
  parser.options(options);
  parser.body(body);
  return item;
}

}  // namespace tadpole::learning
