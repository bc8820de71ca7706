// SPDX-License-Identifier: Apache-2.0
#include "learning/lesson/exam.h"

#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

constexpr std::int64_t kHour = 3600 * 1000, kDay = 24 * kHour;

Program sample() {
  std::vector<Problem> problems;
  const Unit unit = read_unit(
      "---\nid: examone\ntitle: E\n---\nBe calm.\n\n:::item {#q1 type=single weight=3}\nQ\n[x] "
      "a\n[ "
      "] b -> no\n:::\n\n:::item {#q2 type=numeric}\n@ n = 1..99\nTwice {n}?\n= {2*n}\n:::\n",
      "e.md", problems);
  Section section{.id = "exam1", .title = "Exam", .type = "test", .track = "certificate"};
  section.units = {unit};
  Chapter chapter{.id = "ch1", .title = "C", .summary = ""};
  chapter.sections = {section};
  Course course{.id = "c1", .title = "Course", .summary = "", .hours = 1};
  course.chapters = {chapter};
  Program program;
  program.courses = {course};
  return program;
}

class ExamTest : public testing::Test {
 protected:
  Exam exam() const { return {&opening_, due_ms(opening_, 0, 0), &keys_}; }
  Json unit(std::int64_t now) {
    const Exam own = exam();
    return present_unit(program_, program_.find("examone"), viewer(now, own));
  }
  Viewer viewer(std::int64_t now, const Exam& own) const {
    return {.learner = who_,
            .state = state_,
            .now = {.seconds = static_cast<double>(now) / 1e3, .due_seconds = {}},
            .exam = &own};
  }
  // Hands in an answer at that time; "" or the refusal.
  std::string answer(const char* item, const Json& response, std::int64_t now) {
    const Exam own = exam();
    const auto body = answer_exam(*find_item(program_, item), own, viewer(now, own), response);
    if (!body.ok()) return body.error().message;
    apply(state_, device_.sign(who_, "test.answered", item, body.value()));
    return "";
  }

  Program program_ = sample();
  const Section& section_ = program_.courses[0].chapters[0].sections[0];
  Keys keys_ = open_keys_of(section_);
  Opening opening_ = {
      .id = "o1", .classroom = "r", .section = "exam1", .from_ms = kHour, .to_ms = 3 * kHour};
  Device device_ = Device::temporary();
  LearnerState state_;
  std::string who_ = "ada";
};

TEST_F(ExamTest, time_decides_what_is_shown) {
  EXPECT_EQ(unit(0)["test"]["state"], "not_open");
  EXPECT_EQ(unit(0)["blocks"].size(), 1U);
  EXPECT_EQ(unit(2 * kHour)["test"]["state"], "open");
  EXPECT_EQ(unit(2 * kHour)["blocks"].size(), 3U);
  EXPECT_EQ(unit(4 * kHour)["test"]["state"], "closed");
  opening_.revealed = true;
  EXPECT_EQ(unit(4 * kHour)["test"]["state"], "revealed");
  EXPECT_EQ(unit(2 * kHour)["test"]["state"], "open");  // who has time still takes it
  EXPECT_EQ(Exam{}.state(0), ExamState::none);
}

TEST_F(ExamTest, grace_and_extension_move_the_end_and_closing_ends_it_early) {
  EXPECT_EQ(due_ms(opening_, 2, 3), 3 * kHour + 2 * kHour + 3 * kDay);
  opening_.closed_ms = 2 * kHour;
  EXPECT_EQ(due_ms(opening_, 2, 0), 2 * kHour);
  EXPECT_EQ(due_ms(opening_, 2, 1), 2 * kHour + kDay);
  opening_.closed_ms = 9 * kHour;  // after its time: changes nothing
  EXPECT_EQ(due_ms(opening_, 2, 0), 5 * kHour);
}

TEST_F(ExamTest, answers_are_taken_in_time_once_and_in_their_form) {
  EXPECT_NE(answer("examone.q1", {{"choice", "a"}}, 0).find("not begun"), std::string::npos);
  EXPECT_NE(answer("examone.q1", {{"choice", 7}}, 2 * kHour), "");
  EXPECT_EQ(answer("examone.q1", {{"choice", "a"}}, 2 * kHour), "");
  EXPECT_NE(answer("examone.q1", {{"choice", "b"}}, 2 * kHour).find("takes one answer"),
            std::string::npos);
  EXPECT_NE(answer("examone.q2", {{"value", "1"}}, 4 * kHour).find("too late"), std::string::npos);
  keys_.clear();
  EXPECT_NE(answer("examone.q2", {{"value", "1"}}, 2 * kHour).find("not the keys"),
            std::string::npos);
}

TEST_F(ExamTest, the_score_is_weighted_and_follows_the_keys_of_today) {
  answer("examone.q1", {{"choice", "a"}}, 2 * kHour);
  const ExamResult result = grade_exam(section_, exam(), state_);
  EXPECT_EQ(result.answered, 1);
  EXPECT_EQ(result.questions, 2);
  EXPECT_EQ(result.score, 0.75);  // 3 of 3 + 1 by weight
  keys_.at("examone.q1").choices[0].right = false;
  keys_.at("examone.q1").choices[1].right = true;
  EXPECT_EQ(grade_exam(section_, exam(), state_).score, 0.0);
}

TEST_F(ExamTest, each_learner_has_numbers_of_their_own_and_keys_stay_back) {
  std::set<std::string> asked;
  for (const char* who : {"ada", "bo", "cy", "dee", "emil", "fay"}) {
    who_ = who;
    const Json json = unit(2 * kHour);
    asked.insert(json["blocks"][2]["item"]["question_html"]);
    EXPECT_EQ(unit(2 * kHour), json);
    for (const char* secret : {"reveal", "\"right\"", "correct", "score", "feedback"})
      EXPECT_EQ(json.dump().find(secret), std::string::npos) << secret;
  }
  EXPECT_GT(asked.size(), 1U);
}

TEST(Openings, the_latest_of_a_class_and_section_counts) {
  const Device device = Device::temporary();
  Openings openings;
  const auto add = [&](const char* kind, Json body) {
    const Event event = device.sign("hub", kind, "exam1", std::move(body));
    openings.add(event);
    return event.id;
  };
  const std::string first = add("test.opened", {{"class", "r"}, {"from_ms", 1}, {"to_ms", 2}});
  add("test.closed", {{"opening", first}});
  add("test.revealed", {{"opening", first}});
  add("test.closed", {{"opening", "none"}});
  EXPECT_TRUE(openings.find(first)->revealed);
  EXPECT_GT(openings.find(first)->closed_ms, 0);
  add("test.opened", {{"class", "other"}, {"to_ms", 9}});
  ASSERT_EQ(openings.of_class("r").size(), 1U);
  EXPECT_EQ(openings.of_class("r")[0].id, first);
  EXPECT_EQ(openings.of_class("r")[0].attempts, 1);
}

}  // namespace
}  // namespace tadpole::learning
