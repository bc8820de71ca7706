// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_test.h"

namespace tadpole {
namespace {

TEST_F(HubVerbTest, restore_brings_a_hub_back_and_writes_over_nothing) {
  make_hub("data", "ada1", "Ada", 3);
  ASSERT_EQ(run_line({"backup", at("b"), "--data", at("data")}).status, 0);
  const Printed done = run_line({"restore", at("b"), "--data", at("new"), "--json"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.json()["events"], 3);
  EXPECT_NE(run_line({"learner", "list", "--data", at("new")}).out.find("ada1  Ada  (learner)"),
            std::string::npos);
  EXPECT_NE(run_line({"restore", at("b"), "--data", at("new")}).err.find("in it already"),
            std::string::npos);
  EXPECT_NE(run_line({"restore", at("none"), "--data", at("x")}).err.find("there is no backup"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
