// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, run_without_a_source_says_how_to_add_one) {
  const Printed printed = run_line({"run", project()});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("--import"), std::string::npos) << printed.err;
}

TEST_F(VerbTest, run_refuses_a_recipe_with_a_misspelt_key) {
  const std::string folder = project();
  const std::string recipe = read_text(folder + "/tadpole.toml").value();
  ASSERT_TRUE(write_file(folder + "/tadpole.toml", recipe + "\n[trian]\n").ok());
  const Printed printed = run_line({"run", folder});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("did you mean [train]?"), std::string::npos) << printed.err;
}

}  // namespace
}  // namespace tadpole
