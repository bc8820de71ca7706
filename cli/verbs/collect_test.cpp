// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, collect_without_a_source_says_how_to_add_one) {
  const Printed printed = run_line({"collect", project()});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("--synthesize"), std::string::npos) << printed.err;
}

TEST_F(VerbTest, collect_refuses_a_path_that_is_not_there_and_leaves_the_recipe_alone) {
  const std::string folder = project();
  const std::string before = read_text(folder + "/tadpole.toml").value();
  const Printed printed = run_line({"collect", folder, "--import", at("nowhere")});
  EXPECT_NE(printed.status, 0);
  EXPECT_NE(printed.err.find("nowhere"), std::string::npos) << printed.err;
  EXPECT_EQ(read_text(folder + "/tadpole.toml").value(), before);
}

TEST_F(VerbTest, collect_refuses_import_and_synthesize_together) {
  const Printed printed = run_line({"collect", project(), "--import", at(""), "--synthesize"});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("give either import"), std::string::npos) << printed.err;
}

}  // namespace
}  // namespace tadpole
