// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

#include <filesystem>

#include "core/base/files.h"
#include "core/base/text.h"

namespace tadpole::learning {
namespace {

TEST(Item, all_signs_are_read) {
  const Item item = item_of(
      "numeric",
      "@ n = 3..9 step 2\nHow many frames\nhas {n} s?\n\n= {n*10}\n! {n} -> Times ten.\n? First.\n"
      "? Second.\n>> Because {n}\ntimes ten.\n\nMore of the question.",
      {{"max_attempts", "3"},
       {"weight", "2"},
       {"reveal", "closed"},
       {"randomise", "always"},
       {"mastery", "2 of 3"}});
  EXPECT_EQ(item.question, "How many frames\nhas {n} s?\n\n\nMore of the question.");
  EXPECT_EQ(item.hints, (std::vector<std::string>{"First.", "Second."}));
  EXPECT_EQ(item.explanation, "Because {n}\ntimes ten.");
  EXPECT_EQ(item.feedback.at(0).feedback, "Times ten.");
  EXPECT_EQ(item.max_attempts, 3);
  EXPECT_EQ(item.reveal, Reveal::closed);
  EXPECT_EQ(item.mastery_last, 3);
  EXPECT_EQ(hint_of(item, 0, 1, as_is), "Second.");
}

TEST(Item, braces_are_braces_without_parameters_and_in_mathematics) {
  EXPECT_EQ(present(item_of("text", "What is {this}?\n= a"), 1, as_is)["question_html"],
            "What is {this}?");
  const Item item = item_of("numeric", "@ n = 2..2\n$\\frac{1}{n}$ of {n}?\n= {1/n}");
  EXPECT_EQ(present(item, 1, as_is)["question_html"], "$\\frac{1}{n}$ of 2?");
}

TEST(Item, mistakes_of_the_author_are_said_with_line_and_meaning) {
  EXPECT_EQ(problem_of("numerik", "Q\n= 1").substr(0, 64),
            "0: there is no question of type 'numerik' (did you mean 'numeric");
  EXPECT_EQ(problem_of("single", "Q\n[x] a\n[ ] b", {{"max_atempts", "3"}}),
            "0: there is no option 'max_atempts' of a question (did you mean 'max_attempts'?)");
  EXPECT_NE(problem_of("text", "Q\n= a", {{"reveal", "sometimes"}}).find("reveal is 'sometimes'"),
            std::string::npos);
  EXPECT_NE(problem_of("text", "Q\n= a", {{"mastery", "3"}}).find("mastery=\"2 of 3\""),
            std::string::npos);
  EXPECT_NE(problem_of("text", "Q\n= a\n! b").find("3: '! b' has no feedback"), std::string::npos);
  EXPECT_NE(problem_of("text", "\n= a").find("the question itself is missing"), std::string::npos);
  EXPECT_NE(problem_of("numeric", "@ n 3\nQ {n}\n= 1").find("1: '@ n 3' is no parameter"),
            std::string::npos);
  EXPECT_NE(problem_of("numeric", "@ n = 1..3\nQ\n= 1").find("the parameter 'n' is used nowhere"),
            std::string::npos);
  EXPECT_NE(problem_of("numeric", "@ n = 0..3\nQ {n}\n= {1/n}").find("divided by zero"),
            std::string::npos);
  EXPECT_NE(problem_of("numeric", "@ num = 1..3\nQ {nun}\n= {num}")
                .find("no parameter 'nun' (did you mean 'num'?)"),
            std::string::npos);
  EXPECT_NE(problem_of("text", "Q\n= a\n[ ] b").find("takes no options"), std::string::npos);
}

// Each part holds the word; what a learner sees must not.
TEST(Item, what_a_learner_sees_leaks_nothing) {
  const std::string secret = "ZEBRA";
  const std::string rest = "\n? hint " + secret + "\n>> because " + secret;
  const std::pair<const char*, std::string> cases[] = {
      {"single", "Q\n[x] a -> " + secret + "\n[ ] b -> " + secret},
      {"multi", "Q\n[x] a -> " + secret + "\n[ ] b -> " + secret},
      {"numeric", "Q\n= 777888\n! 3 -> " + secret},
      {"text", "Q\n= " + secret + "\n! x -> " + secret},
      {"ordering", "Q\n1. one\n2. two"},
      {"matching", "Q\na | b\nc | d"},
      {"free", "Q\n* criterion"},
      {"survey", "Q\n[ ] a\n[ ] b"},
      {"predict", "Q\n= 777888\n! 3 -> " + secret}};
  for (const auto& [type, body] : cases) {
    const std::string seen = present(item_of(type, body + rest), 9, as_is).dump();
    EXPECT_EQ(seen.find(secret), std::string::npos) << type << seen;
    EXPECT_EQ(seen.find("777888"), std::string::npos) << type;
    EXPECT_EQ(seen.find("right\":true"), std::string::npos) << type;
  }
  EXPECT_EQ(std::size(cases), item_types().size());
}

TEST(Item, an_answer_of_the_wrong_form_is_refused_by_each_type) {
  const std::pair<const char*, const char*> cases[] = {{"single", "Q\n[x] a\n[ ] b"},
                                                       {"multi", "Q\n[x] a\n[ ] b"},
                                                       {"numeric", "Q\n= 1"},
                                                       {"text", "Q\n= a"},
                                                       {"ordering", "Q\n1. a\n2. b"},
                                                       {"matching", "Q\na | b\nc | d"},
                                                       {"free", "Q"},
                                                       {"survey", "Q"},
                                                       {"predict", "Q\n= 1"}};
  for (const auto& [type, body] : cases) {
    const Item item = item_of(type, body);
    for (const Json& bad : {Json::object(), Json(3), Json::array(),
                            Json{{"choice", nullptr}, {"order", 3}, {"pairs", "x"}}})
      EXPECT_NE(sentence_of(item, bad), "") << type << bad.dump();
  }
}

// Every question of the courses in this project.
TEST(Item, those_of_the_courses_have_no_problem) {
  const Path courses = Path(TADPOLE_SOURCE_DIR) / "courses";
  if (!std::filesystem::exists(courses)) GTEST_SKIP() << "no courses here";
  int items = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(courses)) {
    if (file.path().extension() != ".md") continue;
    std::string body;
    ItemOptions options;
    bool inside = false;
    for (const std::string& line : split(read_text(file.path()).value(), '\n')) {
      if (line.starts_with(":::item") || line.starts_with(":::survey")) {
        inside = true;
        body.clear();
        options.clear();
        const std::size_t type = line.find("type=");
        options.emplace_back("type",
                             line.substr(type + 5, line.find_first_of(" }", type) - type - 5));
        const std::size_t unit = line.find("unit=\"");
        if (unit != std::string::npos)
          options.emplace_back("unit", line.substr(unit + 6, line.find('"', unit + 6) - unit - 6));
      } else if (line == ":::" && inside) {
        inside = false;
        ++items;
        std::vector<ItemProblem> problems;
        (void)parse_item("q", body, options, problems);
        for (const ItemProblem& one : problems)
          ADD_FAILURE() << file.path() << ": " << one.sentence << "\n" << body;
      } else if (inside) {
        body += line + "\n";
      }
    }
  }
  EXPECT_GT(items, 20);
}

}  // namespace
}  // namespace tadpole::learning
