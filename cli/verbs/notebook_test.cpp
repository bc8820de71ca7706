// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

const char* const kLesson =
    "---\nid: wnote1\ntitle: A walk\n---\nTry it.\n\n:::code {#c1}\nWrite it.\n```starter\na = "
    "1\n```\n"
    "```solution\na = 2\n```\n```test name=\"two\"\nassert a == 2\n```\n:::\n";

TEST_F(VerbTest, notebook_goes_there_and_back) {
  ASSERT_TRUE(write_file(at("walk.md"), std::string_view(kLesson)).ok());
  const Printed there = run_line({"notebook", at("walk.md"), at("walk.ipynb"), "--solutions"});
  ASSERT_EQ(there.status, 0) << there.err;
  const Printed back = run_line({"notebook", at("walk.ipynb"), at("again.md")});
  ASSERT_EQ(back.status, 0) << back.err;
  EXPECT_EQ(read_text(at("again.md")).value(), kLesson);
}

TEST_F(VerbTest, notebook_keeps_solutions_from_learners_and_files_from_being_lost) {
  ASSERT_TRUE(write_file(at("walk.md"), std::string_view(kLesson)).ok());
  ASSERT_EQ(run_line({"notebook", at("walk.md"), at("walk.ipynb")}).status, 0);
  EXPECT_EQ(read_text(at("walk.ipynb")).value().find("a = 2"), std::string::npos);
  const Printed again = run_line({"notebook", at("walk.md"), at("walk.ipynb")});
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("--replace"), std::string::npos) << again.err;
  EXPECT_EQ(run_line({"notebook", at("walk.md"), at("walk.ipynb"), "--replace"}).status, 0);
  const Printed wrong = run_line({"notebook", at("walk.md"), at("walk.txt")});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("give a lesson (.md) and a notebook (.ipynb)"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
