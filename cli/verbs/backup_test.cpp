// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_test.h"

namespace tadpole {
namespace {

TEST_F(HubVerbTest, backup_writes_a_file_once_and_says_when_there_is_no_hub) {
  make_hub("data", "ada1", "Ada", 3);
  const Printed done = run_line({"backup", at("b"), "--data", at("data"), "--json"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.json()["events"], 3);
  EXPECT_EQ(done.json()["accounts"], 1);
  EXPECT_NE(run_line({"backup", at("b"), "--data", at("data")}).err.find("is there already"),
            std::string::npos);
  EXPECT_NE(run_line({"backup", at("c"), "--data", at("none")}).err.find("there is no hub"),
            std::string::npos);
  EXPECT_EQ(run_line({"backup"}).status, 2);
}

}  // namespace
}  // namespace tadpole
