// SPDX-License-Identifier: Apache-2.0
// Items from text for the tests.
#pragma once
#include <gtest/gtest.h>

#include "learning/quiz/item.h"

namespace tadpole::learning {

inline std::string as_is(const std::string& markdown) { return markdown; }

using ItemOptions = std::vector<std::pair<std::string, std::string>>;

inline Item item_of(const std::string& type, const std::string& body, ItemOptions options = {}) {
  options.insert(options.begin(), {"type", type});
  std::vector<ItemProblem> problems;
  const Item item = parse_item("q1", body, options, problems);
  for (const ItemProblem& one : problems) ADD_FAILURE() << one.line << ": " << one.sentence;
  return item;
}

// The first problem's sentence with its line: "3: ...".
inline std::string problem_of(const std::string& type, const std::string& body,
                              ItemOptions options = {}) {
  options.insert(options.begin(), {"type", type});
  std::vector<ItemProblem> problems;
  (void)parse_item("q1", body, options, problems);
  return problems.empty() ? "" : std::to_string(problems[0].line) + ": " + problems[0].sentence;
}

inline double score_of(const Item& item, const Json& response, std::uint64_t seed = 5) {
  const Result<Grade> grade = learning::grade(item, seed, response, as_is);
  return grade.ok() ? grade.value().score : -1;
}

inline std::string sentence_of(const Item& item, const Json& response) {
  const Result<Grade> grade = learning::grade(item, 5, response, as_is);
  return grade.ok() ? "" : grade.error().message;
}

// The right answer, as it is revealed, must be graded as right.
inline void expect_key_is_right(const Item& item) {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    EXPECT_EQ(score_of(item, reveal_of(item, seed, as_is)["key"], seed), 1.0) << seed;
}

}  // namespace tadpole::learning
