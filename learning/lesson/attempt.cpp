// SPDX-License-Identifier: Apache-2.0
#include "learning/course/read_program.h"
#include "learning/lesson/item_view.h"

namespace tadpole::learning {

AttemptHistory history_of(const Attempts& attempts) {
  return {.attempts = attempts.count,
          .correct = attempts.correct,
          .last = attempts.last,
          .resets = attempts.resets};
}

Json mastery_json(const Mastery& mastery) {
  return {{"have", mastery.have}, {"of", mastery.of}, {"need", mastery.need}};
}

Json left_json(const Item& item, const AttemptHistory& history) {
  const std::optional<int> left = attempts_left(item, history);
  return left ? Json(*left) : Json(nullptr);
}

Json graded_json(const Item& item, std::uint64_t seed, const Grade& grade,
                 const AttemptHistory& after, const Viewer& viewer) {
  Json json = {
      {"attempt", {{"n", after.attempts}, {"score", grade.score}, {"correct", grade.correct}}},
      {"feedback", grade.feedback},
      {"graded", grade.graded},
      {"left", left_json(item, after)}};
  Json options = Json::object();
  for (const auto& [id, option] : grade.per_option.items()) {
    const std::string feedback = option.value("feedback", "");
    if (!feedback.empty()) options[id] = feedback;
  }
  if (!options.empty()) json["per_option"] = options;
  const Mastery mastery = mastery_of(item, after);
  if (mastery.need > 0) json["mastery"] = mastery_json(mastery);
  if (may_reveal(item, after, viewer.now)) json["reveal"] = reveal_of(item, seed, html_of);
  return json;
}

std::optional<ItemAt> find_item(const Program& program, const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return {};
  const Program::At at = program.find(name.substr(0, dot));
  if (!at.unit) return {};
  const std::string id = name.substr(dot + 1);
  for (const Block& block : at.unit->blocks) {
    for (const Item& item : block.items) {
      if (item.id == id) return ItemAt{at, &block, &item, name};
    }
  }
  return {};
}

Result<Attempted> attempt(const ItemAt& where, const Viewer& viewer, const Json& response) {
  const Item& item = *where.item;
  AttemptHistory history =
      history_of(attempts_today({item, where.name, where.block->revision}, viewer.state).attempts);
  const std::string no = refusal(item, history, viewer.now);
  if (!no.empty()) return wrong_use(no);
  const std::uint64_t seed = seed_of(item, viewer.learner, history);
  const Grade grade = TADPOLE_TRY(learning::grade(item, seed, response, html_of));
  ++history.attempts;
  history.correct = history.correct || grade.correct;
  history.last.push_back(grade.correct);
  Attempted done;
  done.kind = item.type == "survey" ? "survey.answered" : "item.attempted";
  done.event = {{"response", response},
                {"seed", std::to_string(seed)},
                {"revision", where.block->revision},
                {"grader", kGraderVersion},
                {"score", grade.score},
                {"correct", grade.correct},
                {"graded", grade.graded}};
  note_language(item, done.event);
  done.answer = graded_json(item, seed, grade, history, viewer);
  const std::uint64_t next = seed_of(item, viewer.learner, history);
  if (next == seed) return done;
  done.answer["item"] = present(item, next, html_of);
  done.answer["item"]["id"] = where.name;
  return done;
}

Result<Hinted> next_hint(const ItemAt& where, const Viewer& viewer) {
  const Item& item = *where.item;
  const Attempts attempts =
      attempts_today({item, where.name, where.block->revision}, viewer.state).attempts;
  const auto given = static_cast<std::size_t>(attempts.hints);
  if (given >= item.hints.size())
    return wrong_use(item.hints.empty() ? "This question has no hints."
                                        : "There is no further hint; try an answer.");
  const std::uint64_t seed = seed_of(item, viewer.learner, history_of(attempts));
  Hinted hinted;
  hinted.event = {{"n", given + 1}};
  hinted.answer = {{"n", given + 1},
                   {"html", hint_of(item, seed, given, html_of)},
                   {"left", item.hints.size() - given - 1}};
  return hinted;
}

Json present_attempts(const Posed& posed, const Viewer& viewer) {
  const Item& item = posed.item;
  const AttemptsToday today = attempts_today(posed, viewer.state);
  const Attempts& attempts = today.attempts;
  const AttemptHistory history = history_of(attempts);
  const std::uint64_t next_seed = seed_of(item, viewer.learner, history);
  Json json = {
      {"history", Json::array()}, {"left", left_json(item, history)}, {"hints", Json::array()}};
  for (std::size_t i = 0; i < attempts.last.size(); ++i) {
    const bool latest = i + 1 == attempts.last.size();
    const double score = latest ? attempts.last_score : attempts.last[i] ? 1.0 : 0.0;
    json["history"].push_back(
        {{"n", i + 1}, {"score", score}, {"correct", bool{attempts.last[i]}}});
  }
  for (int n = 0; n < attempts.hints && static_cast<std::size_t>(n) < item.hints.size(); ++n) {
    json["hints"].push_back(
        {{"n", n + 1},
         {"html", hint_of(item, next_seed, static_cast<std::size_t>(n), html_of)},
         {"left", item.hints.size() - static_cast<std::size_t>(n) - 1}});
  }
  const Mastery mastery = mastery_of(item, history);
  if (mastery.need > 0) json["mastery"] = mastery_json(mastery);
  if (today.stored_best != attempts.best)
    json["changed"] = {{"before", today.stored_best}, {"now", attempts.best}};
  if (attempts.count == 0 || attempts.last_response.is_null()) return json;
  if (attempts.last_seed != next_seed) return json;  // the numbers are others now
  json["response"] = attempts.last_response;
  if (!has_keys(item, attempts.tries.back())) return json;
  // Graded anew, by the text as it is today.
  const Result<Grade> again = grade_again(item, attempts.tries.back());
  if (again.ok())
    json["graded"] = graded_json(item, attempts.last_seed, again.value(), history, viewer);
  return json;
}

Json present_item(const Posed& posed, const Viewer& viewer) {
  const AttemptHistory history = history_of(attempts_today(posed, viewer.state).attempts);
  Json json = present(posed.item, seed_of(posed.item, viewer.learner, history), html_of);
  json["id"] = posed.name;
  return json;
}

}  // namespace tadpole::learning
