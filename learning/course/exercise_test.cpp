// SPDX-License-Identifier: Apache-2.0
#include "learning/course/exercise.h"

#include <gtest/gtest.h>

#include "core/base/process.h"

namespace tadpole::learning {
namespace {

Json test_of(const char* name, const char* code) { return {{"name", name}, {"code", code}}; }

// Skipped where nothing can be run: the sentence says why.
#define RUN_OR_SKIP(run)                                           \
  if (!(run).ok() && (run).error().kind == ErrorKind::unsupported) \
    GTEST_SKIP() << (run).error().message;                         \
  ASSERT_TRUE((run).ok()) << (run).error().message

TEST(Exercise, each_test_has_a_result_of_its_own) {
  const Result<ExerciseRun> run =
      run_exercise("print('hello \"ä\"')\ndef half(x):\n    return x // 2\n",
                   {test_of("of four", "assert half(4) == 2"),
                    test_of("of five", "assert half(5) == 2.5, f'half of 5 is 2.5, not {half(5)}'"),
                    test_of("of a word", "half('a')")},
                   "def half(x):\n    pass\n");
  RUN_OR_SKIP(run);
  const ExerciseRun& r = run.value();
  ASSERT_EQ(r.tests.size(), 3U);
  EXPECT_EQ(r.status, "fail");
  EXPECT_EQ(r.tests[0].status, "pass");
  EXPECT_EQ(r.tests[1].status, "fail");
  EXPECT_EQ(r.tests[1].message, "half of 5 is 2.5, not 2");
  EXPECT_EQ(r.tests[2].status, "error");
  EXPECT_NE(r.tests[2].message.find("TypeError"), std::string::npos) << r.tests[2].message;
  EXPECT_NE(r.tests[2].message.find("line 3 of your code"), std::string::npos);
}

TEST(Exercise, a_program_that_does_not_run_says_where) {
  const Result<ExerciseRun> run = run_exercise("a = 1\nb = a / 0\n", Json::array(), "");
  RUN_OR_SKIP(run);
  EXPECT_EQ(run.value().status, "error");
  EXPECT_EQ(run.value().message, "ZeroDivisionError: division by zero (line 2 of your code)");
}

TEST(Exercise, a_starter_that_is_no_python_is_told) {
  const Result<ExerciseRun> run = run_exercise("a = 1\n", Json::array(), "def (:\n");
  RUN_OR_SKIP(run);
  EXPECT_EQ(run.value().status, "error");
  EXPECT_NE(run.value().message.find("SyntaxError"), std::string::npos) << run.value().message;
}

TEST(Exercise, the_cage_has_no_network_and_no_home) {
  const Result<ExerciseRun> run = run_exercise(
      "import os, socket\n",
      {test_of("no home", "assert not os.path.exists('/root')"),
       test_of("no network",
               "try:\n    socket.create_connection(('127.0.0.1', 22), 1)\n    there = True\n"
               "except OSError:\n    there = False\nassert not there")},
      "");
  RUN_OR_SKIP(run);
  EXPECT_EQ(run.value().status, "pass") << run.value().message;
}

}  // namespace
}  // namespace tadpole::learning
