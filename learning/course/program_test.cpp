// SPDX-License-Identifier: Apache-2.0
// Whole programs: those of this project, skeletons, and broken ones.
#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "core/base/process.h"
#include "learning/course/new_course.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class ProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_program_" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(Path(TADPOLE_SOURCE_DIR) / "courses", folder_,
                          std::filesystem::copy_options::recursive);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  // All errors, a line each.
  std::string errors() const {
    std::string all;
    for (const Problem& one : check_program(read_program(folder_).value())) {
      if (one.severity == Severity::error) all += text_of(one) + "\n";
    }
    return all;
  }
  void change(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = read_text(folder_ / file).value();
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    ASSERT_TRUE(write_file(folder_ / file, text).ok());
  }
  Path folder_;
};

const char* const kUnit = "1-fundamentals/05-learning/01-what-learning-is/02-how-wrong.md";

TEST_F(ProgramTest, the_courses_of_this_project_check_clean) {
  EXPECT_EQ(errors(), "");
  const Program program = read_program(folder_).value().program;
  EXPECT_GE(program.units().size(), 100U);
  EXPECT_EQ(program.find("w1wrong").section->id, "c1learning");
  EXPECT_EQ(program.concept_of("loss")->turns.front().turn, 1);
  std::set<std::string> kinds;
  for (const Program::At& at : program.units()) {
    for (const Block& block : at.unit->blocks) kinds.insert(block.kind);
  }
  EXPECT_GE(kinds.size(), 14U);  // every kind but the film
}

TEST_F(ProgramTest, each_mistake_is_told_with_file_and_line) {
  change(kUnit, "Take a guess", "[first](unit:nowhere) <b>Take</b> ![](none.svg) a guess");
  change("concepts.yaml", "needs: [loss]", "needs: [loss, gradeint-descent]");
  change("1-fundamentals/01-welcome/01-begin/01-a-chip-that-listens.md", "id: w1chip",
         "id: w1wrong");
  const std::string all = errors();
  EXPECT_NE(all.find(std::string(kUnit) + ":9: error: there is no unit 'nowhere' to link to"),
            std::string::npos)
      << all;
  EXPECT_NE(all.find("HTML is not passed on"), std::string::npos);
  EXPECT_NE(all.find("a picture has no words"), std::string::npos);
  EXPECT_NE(all.find("there is no file assets/none.svg"), std::string::npos);
  EXPECT_NE(all.find("(did you mean 'gradient-descent'?)"), std::string::npos);
  EXPECT_NE(all.find("the id 'w1wrong' is that of"), std::string::npos);
}

TEST_F(ProgramTest, lists_and_files_must_agree_and_yaml_be_yaml) {
  ASSERT_TRUE(write_file(folder_ / "1-fundamentals/01-welcome/01-begin/09-lost.md",
                         std::string_view("---\nid: lost1234\ntitle: x\n---\nText."))
                  .ok());
  change("1-fundamentals/05-learning/02-downhill/section.yaml", "04-quiz-loss", "04-quiz-los");
  change("1-fundamentals/course.yaml", "hours: 10", "houres: 10");
  const std::string all = errors();
  EXPECT_NE(all.find("09-lost.md:1: error: no section lists this unit"), std::string::npos) << all;
  EXPECT_NE(all.find("the unit '04-quiz-los' has no file"), std::string::npos);
  EXPECT_NE(all.find("1-fundamentals/course.yaml:4: error: there is no key 'houres' here (did you "
                     "mean 'hours'?)"),
            std::string::npos)
      << all;
  change("program.yaml", "courses: [", "courses: [[[[[[[[[[[[[[[[[[[[[[[[[[");
  EXPECT_NE(errors().find("nests deeper than 20"), std::string::npos);
}

TEST_F(ProgramTest, needs_in_a_ring_and_ideas_nobody_teaches_are_told) {
  change("concepts.yaml", "how wrong a model is.\n    needs: [parameters]",
         "how wrong a model is.\n    needs: [parameters, learning-rate]");
  EXPECT_NE(errors().find("need each other, round in a ring"), std::string::npos);
}

TEST_F(ProgramTest, a_solution_that_fails_its_tests_is_told) {
  if (find_program("bwrap").empty() || !std::filesystem::exists("/usr/bin/python3"))
    GTEST_SKIP() << "no sandbox or no Python here";
  change("1-fundamentals/05-learning/01-what-learning-is/04-loss-in-python.md", "guess = w * x + b",
         "guess = w * x - b");
  bool not_run = false;
  for (const Problem& one : check_program(read_program(folder_).value()))
    not_run = not_run || one.sentence.find("not run") != std::string::npos;
  if (not_run) GTEST_SKIP() << "the sandbox does not start here";
  EXPECT_NE(errors().find("the solution fails its test '"), std::string::npos) << errors();
}

TEST_F(ProgramTest, skeletons_check_clean_and_stand_in_their_lists) {
  std::filesystem::remove_all(folder_);
  ASSERT_TRUE(new_course(folder_, "1-birds", "Birds").ok());
  ASSERT_TRUE(new_chapter(folder_ / "1-birds", "02-songs", "Songs \"and\" calls").ok());
  const auto unit = new_unit(folder_ / "1-birds/02-songs/01-begin", "02-owls", "Owls");
  ASSERT_TRUE(unit.ok());
  EXPECT_EQ(errors(), "");
  const Program program = read_program(folder_).value().program;
  EXPECT_EQ(program.units().size(), 3U);
  EXPECT_EQ(program.units().back().unit->title, "Owls");
  EXPECT_NE(new_unit(folder_ / "1-birds/02-songs/01-begin", "02-owls", "x")
                .error()
                .message.find("is there already"),
            std::string::npos);
  EXPECT_NE(new_unit(folder_, "a", "x").error().message.find("no section.yaml"), std::string::npos);
  EXPECT_NE(new_unit(folder_, "A b", "x").error().message.find("is no name for a file"),
            std::string::npos);
}

TEST(Unit, fences_that_are_not_closed_or_not_known_are_told_by_line) {
  const auto told = [](const std::string& text) {
    std::vector<Problem> problems;
    (void)read_unit(text, "u.md", problems);
    return problems.empty() ? "" : text_of(problems.front());
  };
  const std::string head = "---\nid: unit12\ntitle: T\n---\n";
  EXPECT_EQ(told("no head"),
            "u.md:1: error: the unit does not begin with ---, its id and its title; copy the head "
            "of another unit");
  EXPECT_NE(told("---\nid: u\ntitle: T\n---\n").find("6 or more small letters and digits"),
            std::string::npos);
  EXPECT_EQ(told(head + ":::item {#q1 type=text}\nQ\n= a\n"),
            "u.md:5: error: the block :::item is not closed; write ::: under it");
  EXPECT_EQ(told(head + "Text\n:::\n"),
            "u.md:6: error: ::: closes nothing here; remove it, or open a block above it");
  EXPECT_NE(
      told(head + ":::itm {#q1}\n:::\n").find("there is no block ':::itm' (did you mean 'item'?)"),
      std::string::npos);
  EXPECT_NE(told(head + ":::figure {#f1 scr=\"a\" alt=\"b\"}\n:::\n")
                .find("no option 'scr' of :::figure (did you mean 'src'?)"),
            std::string::npos);
  EXPECT_NE(told(head + ":::lab {name=x}\n:::\n").find("has no id"), std::string::npos);
  EXPECT_NE(told(head + ":::lab {#a name=x}\n:::\n:::lab {#a name=x}\n:::\n").find("used twice"),
            std::string::npos);
  EXPECT_NE(told("---\nid: unit12\ntitle: T\nkind: reed\n---\n").find("did you mean 'read'?"),
            std::string::npos);
}

TEST(Unit, fences_in_code_are_code) {
  std::vector<Problem> problems;
  const Unit unit = read_unit("---\nid: unit12\ntitle: T\n---\n```md\n:::item {#q}\n```\nMore.\n",
                              "u.md", problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(unit.blocks.size(), 1U);
}

}  // namespace
}  // namespace tadpole::learning
