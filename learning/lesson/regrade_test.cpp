// SPDX-License-Identifier: Apache-2.0
// Words that were typed in a translation stay right when the question is mended.
#include <gtest/gtest.h>

#include "learning/course/read_program.h"
#include "learning/course/translate.h"
#include "learning/lesson/exam.h"
#include "learning/lesson/lesson.h"

namespace tadpole::learning {
namespace {

class RegradeTest : public testing::Test {
 protected:
  void SetUp() override { write("Which animal?", {"dog"}, {"perro", "dog"}); }
  // The question as it stands in both languages.
  void write(const std::string& question, const std::vector<std::string>& english,
             const std::vector<std::string>& spanish) {
    std::vector<Problem> problems;
    std::string text =
        "---\nid: unit01\ntitle: T\n---\n:::item {#q1 type=text}\n" + question + "\n";
    for (const std::string& key : english) text += "= " + key + "\n";
    Section section{.id = "s1", .title = "S", .type = "quiz", .weight = 1};
    section.units = {read_unit(text + ":::\n", "u.md", problems)};
    Chapter chapter{.id = "ch1", .title = "C", .summary = ""};
    chapter.sections = {section};
    Course course{.id = "c1", .title = "Course", .summary = "", .hours = 1};
    course.chapters = {chapter};
    english_.courses = {course};
    Program other = english_;
    Item& item = other.courses[0].chapters[0].sections[0].units[0].blocks[0].items[0];
    item.language = "es", item.keys = spanish;
    std::map<std::string, Program> translated = {{"es", other}};
    share_keys(english_, translated);
    spanish_ = translated.at("es");
    ASSERT_TRUE(problems.empty());
  }
  // Hands in an answer and keeps its event, as the hub does; gives its body.
  Json answer(const Program& program, const std::string& text) {
    const Viewer viewer = {.learner = "ada", .state = state_, .now = {}};
    const Attempted done =
        attempt(*find_item(program, "unit01.q1"), viewer, {{"text", text}}).value();
    apply(state_, device_.sign("ada", done.kind, "unit01.q1", done.event));
    return done.event;
  }
  double grade_in(const Program& program) const {
    return *section_grade(program.courses[0].chapters[0].sections[0], state_);
  }
  Json block_in(const Program& program) const {
    const Viewer viewer = {.learner = "ada", .state = state_, .now = {}};
    return present_unit(program, program.find("unit01"), viewer)["blocks"][0];
  }

  Program english_, spanish_;
  Device device_ = Device::temporary();
  LearnerState state_;
};

TEST_F(RegradeTest, an_answer_is_kept_with_the_language_it_was_given_in) {
  EXPECT_EQ(answer(spanish_, "perro")["language"], "es");
  state_ = {};
  EXPECT_EQ(answer(english_, "dog").count("language"), 0U);
}

TEST_F(RegradeTest, a_spanish_answer_stays_right_when_the_question_is_mended) {
  answer(spanish_, "perro");
  write("Which animal barks?", {"dog", "hound"}, {"perro", "dog", "hound"});
  EXPECT_EQ(grade_in(english_), 1);
  EXPECT_EQ(grade_in(spanish_), 1);
  EXPECT_EQ(block_in(english_)["attempts"]["graded"]["attempt"]["correct"], true);
  EXPECT_FALSE(block_in(english_)["attempts"].contains("changed"));
}

TEST_F(RegradeTest, an_answer_to_the_text_as_written_is_held_against_its_own_keys) {
  answer(english_, "perro");
  EXPECT_EQ(grade_in(english_), 0);
  write("Which animal barks?", {"dog"}, {"perro", "dog"});
  EXPECT_EQ(grade_in(english_), 0);
  EXPECT_EQ(grade_in(spanish_), 0);  // whoever looks
}

TEST_F(RegradeTest, an_old_event_without_a_language_means_the_text_as_written) {
  Json body = answer(spanish_, "perro");
  body.erase("language"), body["revision"] = "another";
  state_ = {};
  apply(state_, device_.sign("ada", "item.attempted", "unit01.q1", body));
  EXPECT_EQ(grade_in(english_), 0);
  body["response"] = {{"text", "dog"}};
  apply(state_, device_.sign("ada", "item.attempted", "unit01.q1", body));
  EXPECT_EQ(grade_in(english_), 1);
}

TEST_F(RegradeTest, a_mended_translation_counts_though_the_text_as_written_stays) {
  answer(spanish_, "can");
  EXPECT_EQ(grade_in(english_), 0);
  write("Which animal?", {"dog"}, {"perro", "can", "dog"});
  EXPECT_EQ(grade_in(english_), 1);
  EXPECT_EQ(grade_in(spanish_), 1);
}

TEST_F(RegradeTest, an_answer_in_a_language_that_is_gone_counts_as_it_did) {
  answer(spanish_, "perro");
  write("Which animal barks?", {"dog"}, {"perro", "dog"});
  Program alone = english_;
  alone.courses[0].chapters[0].sections[0].units[0].blocks[0].items[0].keys_in.clear();
  EXPECT_EQ(grade_in(alone), 1);
  EXPECT_FALSE(block_in(alone)["attempts"].contains("graded"));
}

TEST_F(RegradeTest, a_test_is_graded_by_the_language_of_the_answer_too) {
  const Opening opening = {
      .id = "o1", .classroom = "r1", .section = "s1", .from_ms = 0, .to_ms = 1000};
  const auto keys_of = [](const Program& program) {
    return open_keys_of(program.courses[0].chapters[0].sections[0]);
  };
  const Keys english = keys_of(english_), spanish = keys_of(spanish_);
  const Viewer viewer = {.learner = "ada", .state = state_, .now = {}};
  const Exam asked = {.opening = &opening, .due_ms = 1000, .keys = &spanish};
  const Json body =
      answer_exam(*find_item(spanish_, "unit01.q1"), asked, viewer, {{"text", "perro"}}).value();
  EXPECT_EQ(body["language"], "es");
  apply(state_, device_.sign("ada", "test.answered", "unit01.q1", body));
  const Exam graded = {.opening = &opening, .due_ms = 1000, .keys = &english};
  EXPECT_EQ(grade_exam(english_.courses[0].chapters[0].sections[0], graded, state_).score, 1);
}

}  // namespace
}  // namespace tadpole::learning
