// SPDX-License-Identifier: Apache-2.0
// A small course under one learner's events.
#include "learning/lesson/lesson.h"

#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

Unit unit_of(const std::string& id, const std::string& body) {
  std::vector<Problem> problems;
  Unit unit =
      read_unit("---\nid: " + id + "\ntitle: T " + id + "\n---\n" + body, id + ".md", problems);
  for (const Problem& one : problems) ADD_FAILURE() << text_of(one);
  return unit;
}

const char* const kQuestion = ":::item {#q1 type=single max_attempts=2}\nQ\n[x] a\n[ ] b\n:::\n";

// Two units in a graded section: a text with a question, and a question that draws its numbers.
Program sample() {
  Section section{.id = "s1", .title = "S", .type = "quiz", .weight = 2};
  section.units = {unit_of("first1", std::string("Read this.\n\n") + kQuestion),
                   unit_of("second2",
                           ":::item {#q1 type=numeric randomise=always}\n@ n = 1..99\nTwice "
                           "{n}?\n= {2*n}\n:::\n")};
  Chapter chapter{.id = "ch1", .title = "C", .summary = ""};
  chapter.sections = {section};
  Course course{.id = "c1", .title = "Course", .summary = "", .hours = 1};
  course.chapters = {chapter};
  Program program;
  program.courses = {course};
  return program;
}

class LessonTest : public testing::Test {
 protected:
  void add(const std::string& kind, const std::string& where, Json body = Json::object()) {
    apply(state_, device_.sign("ada", kind, where, std::move(body)));
  }
  std::string state_of(const std::string& unit) const {
    return unit_state(*program_.find(unit).unit, state_);
  }
  Viewer viewer() const { return {.learner = "ada", .state = state_, .now = {}}; }
  // Hands in an answer and keeps its event, as the hub does.
  Json answer(const std::string& item, const Json& response) {
    const auto done = attempt(*find_item(program_, item), viewer(), response);
    if (!done.ok()) return done.error().message;
    add(done.value().kind, item, done.value().event);
    return done.value().answer;
  }

  Program program_ = sample();
  Device device_ = Device::temporary();
  LearnerState state_;
};

TEST_F(LessonTest, a_unit_is_done_by_its_blocks_and_mastered_by_its_questions) {
  const std::string text =
      block_name(*program_.find("first1").unit, program_.find("first1").unit->blocks[0].id);
  EXPECT_EQ(state_of("first1"), "none");
  add("block.done", text);
  EXPECT_EQ(state_of("first1"), "opened");
  answer("first1.q1", {{"choice", "b"}});
  EXPECT_EQ(state_of("first1"), "done");
  answer("first1.q1", {{"choice", "a"}});
  EXPECT_EQ(state_of("first1"), "mastered");
}

TEST_F(LessonTest, a_learner_may_say_that_a_unit_is_done) {
  add("unit.done", "first1");
  EXPECT_EQ(state_of("first1"), "done");
}

TEST_F(LessonTest, goes_on_at_the_last_place_or_the_first_unit_not_done) {
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "first1");
  add("unit.done", "first1");
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "second2");
  add("resume.at", "first1.q1", {{"course", "c1"}});
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "first1");
  EXPECT_EQ(present_unit(program_, program_.find("first1"), viewer())["resume_block"], "first1.q1");
}

TEST_F(LessonTest, a_unit_shows_its_neighbours_and_no_key) {
  const Json unit = present_unit(program_, program_.find("first1"), viewer());
  EXPECT_TRUE(unit["previous"].is_null());
  EXPECT_EQ(unit["next"]["id"], "second2");
  EXPECT_EQ(unit["blocks"][1]["id"], "first1.q1");
  EXPECT_EQ(unit.dump().find("\"key\""), std::string::npos);
}

TEST_F(LessonTest, attempts_end_with_the_key_and_a_sentence) {
  EXPECT_FALSE(answer("first1.q1", {{"choice", "b"}}).contains("reveal"));
  EXPECT_EQ(answer("first1.q1", {{"choice", "b"}})["reveal"]["key"]["choice"], "a");
  EXPECT_EQ(answer("first1.q1", {{"choice", "a"}}), "All 2 attempts at this question are used.");
}

// New numbers each time: the answer brings the next question, and the page forgets the last answer.
TEST_F(LessonTest, a_question_with_new_numbers_brings_its_next_ones) {
  const Json before = present_unit(program_, program_.find("second2"), viewer())["blocks"][0];
  const Json after = answer("second2.q1", {{"value", "0"}});
  EXPECT_NE(after["item"]["question_html"], before["item"]["question_html"]);
  EXPECT_EQ(after["item"]["id"], "second2.q1");
  const Json again = present_unit(program_, program_.find("second2"), viewer())["blocks"][0];
  EXPECT_EQ(again["item"], after["item"]);
  EXPECT_FALSE(again["attempts"].contains("response"));
}

// By hand: one of two questions of weight 1 is right.
TEST_F(LessonTest, a_grade_is_the_mean_of_the_best_scores) {
  answer("first1.q1", {{"choice", "b"}});
  answer("first1.q1", {{"choice", "a"}});
  const Json work = work_of(program_, state_);
  EXPECT_EQ(work["grades"][0]["score"], 0.5);
  EXPECT_EQ(work["courses"][0]["grade"], 0.5);
  EXPECT_EQ(work["attempts"][0]["correct"], true);
}

TEST_F(LessonTest, an_answer_is_graded_anew_by_the_text_of_today) {
  answer("first1.q1", {{"choice", "b"}});
  Item& item = program_.courses[0].chapters[0].sections[0].units[0].blocks[1].items[0];
  std::swap(item.choices[0].right, item.choices[1].right);  // the author mends the key
  const Json block = present_unit(program_, program_.find("first1"), viewer())["blocks"][1];
  EXPECT_EQ(block["attempts"]["graded"]["attempt"]["correct"], true);
}

TEST_F(LessonTest, hints_come_one_by_one_and_what_is_no_question_is_none) {
  EXPECT_EQ(next_hint(*find_item(program_, "first1.q1"), viewer()).error().message,
            "This question has no hints.");
  for (const char* name : {"", "first1", "first1.", "none.q1", "first1.q9"})
    EXPECT_FALSE(find_item(program_, name)) << name;
}

TEST_F(LessonTest, what_is_known_is_passed_over_until_it_is_taken_back) {
  program_.courses[0].chapters[0].sections[0].units[0].concepts = {"loss"};
  program_.concepts = {{.id = "loss", .name = "Loss", .summary = ""}};
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "first1");
  add("concept.known", "first1.p1", {{"concepts", {"loss"}}});
  EXPECT_EQ(state_of("first1"), "known");
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "second2");
  EXPECT_EQ(list_courses(program_, state_)[0]["known"], 1);
  EXPECT_EQ(course_map(program_, program_.courses[0], state_)["concepts"][0]["known"], true);
  add("concept.known", "loss", {{"concepts", {"loss"}}, {"on", false}});
  EXPECT_EQ(state_of("first1"), "none");
  EXPECT_EQ(list_courses(program_, state_)[0]["resume"], "first1");
}

TEST_F(LessonTest, the_next_unit_is_the_first_one_that_is_not_known) {
  program_.courses[0].chapters[0].sections[0].units.push_back(unit_of("third33", "Read.\n"));
  program_.courses[0].chapters[0].sections[0].units[1].concepts = {"loss"};
  const auto next = [&] {
    return present_unit(program_, program_.find("first1"), viewer())["next"]["id"];
  };
  EXPECT_EQ(next(), "second2");
  add("concept.known", "x", {{"concepts", {"loss"}}});
  EXPECT_EQ(next(), "third33");
}

TEST_F(LessonTest, an_answer_to_a_text_that_was_mended_is_graded_again) {
  answer("first1.q1", {{"choice", "b"}});
  EXPECT_EQ(state_of("first1"), "opened");
  Unit& unit = program_.courses[0].chapters[0].sections[0].units[0];
  unit = unit_of("first1",
                 "Read this.\n\n:::item {#q1 type=single max_attempts=2}\nQ\n[ ] a\n[x] b\n:::\n");
  const Json block = present_unit(program_, program_.find("first1"), viewer())["blocks"][1];
  EXPECT_EQ(block["attempts"]["changed"], Json({{"before", 0.0}, {"now", 1.0}}));
  EXPECT_EQ(block["state"], "mastered");
  EXPECT_EQ(*section_grade(program_.courses[0].chapters[0].sections[0], state_), 0.5);
  // The option that was chosen is gone: the answer counts as it did.
  unit = unit_of("first1",
                 "Read this.\n\n:::item {#q1 type=multi max_attempts=2}\nQ\n[x] a\n[ ] b\n:::\n");
  const Json other = present_unit(program_, program_.find("first1"), viewer())["blocks"][1];
  EXPECT_FALSE(other["attempts"].contains("changed"));
}

}  // namespace
}  // namespace tadpole::learning
