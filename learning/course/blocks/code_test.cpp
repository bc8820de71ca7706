// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Code, gives_the_page_its_tests_and_keeps_the_solution_sealed) {
  const Block block = block_of(
      ":::code {#c1}\nWrite it.\n```starter\ndef f(): pass\n```\n```solution\ndef f(): return 1  # "
      "ZEBRA\n```\n"
      "```test name=\"gives one\" hint=\"Return it.\"\nassert f() == 1, \"TIGER\"\n```\n:::\n");
  EXPECT_EQ(block.data["starter"], "def f(): pass\n");
  EXPECT_EQ(block.data["tests"][0]["name"], "gives one");
  EXPECT_EQ(block.data.dump().find("ZEBRA"), std::string::npos);
  EXPECT_EQ(block.data["tests"][0]["code"], "assert f() == 1, \"TIGER\"\n");
  EXPECT_EQ(block.data["tests"][0]["hint"], "Return it.");
  EXPECT_NE(problem_in(":::code {#c1 language=basic}\n:::\n").find("take python or cpp"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
