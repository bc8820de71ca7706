// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tadpole {
namespace {

TEST(Process, OutputAndErrorsAreCapturedApart) {
  const auto run = run_process({"sh", "-c", "echo out; echo err >&2; exit 3"}, {});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run.value().output, "out\n");
  EXPECT_EQ(run.value().errors, "err\n");
  EXPECT_EQ(run.value().exit_code, 3);
}

TEST(Process, WordsArriveAsTheyAreWithoutAShell) {
  const auto run = run_process({"printf", "%s", "$HOME; `id` \"x\""}, {});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run.value().output, "$HOME; `id` \"x\"");
}

TEST(Process, ItRunsInTheGivenFolder) {
  const auto run = run_process({"pwd"}, {.folder = "/usr"});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run.value().output, "/usr\n");
}

TEST(Process, AfterTheTimeLimitTheProgramAndItsChildrenAreKilled) {
  const auto begin = std::chrono::steady_clock::now();
  const auto run = run_process({"sh", "-c", "sleep 30 & sleep 30; echo late"}, {.timeout_s = 0.2});
  ASSERT_TRUE(run.ok());
  EXPECT_TRUE(run.value().timed_out);
  EXPECT_EQ(run.value().output, "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Process, OutputBeyondTheLimitIsDropped) {
  const auto run =
      run_process({"sh", "-c", "head -c 100000 /dev/zero"}, {.most_output_bytes = 1000});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run.value().output.size(), 1000U);
  EXPECT_EQ(run.value().exit_code, 0);
}

TEST(Process, AProgramThatIsNotThereIsNamed) {
  const auto run = run_process({"no-such-program-here"}, {});
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().message,
            "no-such-program-here cannot be started: No such file or directory");
}

TEST(Process, ASignalIsReported) {
  const auto run = run_process({"sh", "-c", "kill -9 $$"}, {});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run.value().signal, 9);
}

TEST(Process, ProgramsAreFoundInPath) {
  EXPECT_NE(find_program("sh"), "");
  EXPECT_EQ(find_program("no-such-program-here"), "");
}

}  // namespace
}  // namespace tadpole
