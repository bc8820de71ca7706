// SPDX-License-Identifier: Apache-2.0
#include "learning/artefact/artefact_test_block.h"

namespace tadpole::learning {
namespace {

TEST(TableChecker, columns_and_rows_are_counted) {
  const Options options = {
      {"accepts", "csv"}, {"checker", "table"}, {"columns", "x,y"}, {"rows", "2"}};
  EXPECT_TRUE(verdict_of("t.csv", "y,x,z\n1,2,3\n4,5,6\n", options).accepted);
  const Verdict verdict = verdict_of("t.csv", "x,z\n1,2\n", options);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_NE(message_of(verdict, "column y").find("its columns are x, z"), std::string::npos);
  EXPECT_EQ(message_of(verdict, "rows"), "1 rows, at least 2 are needed; add more.");
  EXPECT_NE(message_of(verdict_of("t.csv", "\"x\n", options), "table"), "");
}

}  // namespace
}  // namespace tadpole::learning
