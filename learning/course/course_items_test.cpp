// SPDX-License-Identifier: Apache-2.0
// Every question of this project's courses, for several learners: its key is graded right, a known
// wrong answer is not, and no text shows a hole that was not filled.
#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class CourseItems : public testing::Test {
 protected:
  CourseItems() : program_(read_program(Path(TADPOLE_SOURCE_DIR) / "courses").value().program) {}
  template <class F>
  void for_items(const F& f) const {
    int count = 0;
    for (const Program::At& at : program_.units()) {
      for (const Block& block : at.unit->blocks) {
        for (const Item& item : block.items) f(at.unit->id + "." + item.id, item), ++count;
      }
    }
    EXPECT_GT(count, 300);
  }
  Program program_;
};

constexpr std::uint64_t kLearners = 12;

TEST_F(CourseItems, the_key_is_right_for_every_learner) {
  for_items([](const std::string& name, const Item& item) {
    for (std::uint64_t seed = 1; seed <= kLearners; ++seed) {
      const Json revealed = reveal_of(item, seed, html_of);
      if (!revealed.contains("key")) continue;  // a free text, a survey
      const auto graded = grade(item, seed, revealed["key"], html_of);
      ASSERT_TRUE(graded.ok()) << name << ": " << graded.error().message;
      EXPECT_TRUE(graded.value().correct || !graded.value().graded)
          << name << " for " << seed << ": " << revealed["key"].dump();
    }
  });
}

TEST_F(CourseItems, an_answer_that_the_author_calls_wrong_is_wrong) {
  for_items([](const std::string& name, const Item& item) {
    if (item.type == "single" || item.type == "predict") {
      for (const Choice& one : item.choices) {
        const auto graded = grade(item, 1, {{"choice", one.id}}, html_of);
        ASSERT_TRUE(graded.ok()) << name;
        if (!graded.value().graded) continue;
        EXPECT_EQ(graded.value().correct, one.right) << name << one.text;
      }
    }
    if (item.type != "numeric" || !item.parameters.empty()) return;
    for (const AnswerFeedback& one : item.feedback) {
      if (one.value.find_first_not_of("0123456789.-") != std::string::npos) continue;
      const auto graded = grade(item, 1, {{"value", one.value}}, html_of);
      ASSERT_TRUE(graded.ok()) << name << ": " << graded.error().message;
      EXPECT_FALSE(graded.value().correct) << name << ": " << one.value;
      EXPECT_FALSE(graded.value().feedback.empty()) << name << ": " << one.value;
    }
  });
}

TEST_F(CourseItems, drawn_numbers_fill_every_hole) {
  for_items([](const std::string& name, const Item& item) {
    if (item.parameters.empty()) return;
    for (std::uint64_t seed = 1; seed <= kLearners; ++seed) {
      std::string all = present(item, seed, html_of).dump() + reveal_of(item, seed, html_of).dump();
      for (std::size_t n = 0; n < item.hints.size(); ++n) all += hint_of(item, seed, n, html_of);
      for (const char* bad : {"nan", "inf", "e+0", "{a", "{b", "{n", "{x", "{w"})
        EXPECT_EQ(all.find(bad), std::string::npos)
            << name << " for " << seed << ": " << bad << " in " << all;
    }
  });
}

}  // namespace
}  // namespace tadpole::learning
