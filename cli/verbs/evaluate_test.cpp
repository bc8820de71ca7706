// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, evaluate_says_what_must_run_before) {
  const Printed printed = run_line({"evaluate", project(), "--json"});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("collect has not run yet"), std::string::npos) << printed.err;
  EXPECT_TRUE(printed.json().contains("error")) << printed.out;
}

TEST_F(VerbTest, evaluate_help_shows_its_options_with_default) {
  const Printed printed = run_line({"evaluate", "--help"});
  EXPECT_EQ(printed.status, 0);
  EXPECT_NE(printed.out.find("--hop-ms"), std::string::npos) << printed.out;
  EXPECT_NE(printed.out.find("[default: "), std::string::npos) << printed.out;
}

TEST_F(VerbTest, evaluate_of_a_model_file_wants_samples) {
  ASSERT_TRUE(write_file(at("m.tflite"), Bytes{1, 2, 3}).ok());
  const Printed none = run_line({"evaluate", at("m.tflite")});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("give --samples MANIFEST.csv"), std::string::npos) << none.err;
  const Printed broken = run_line({"evaluate", at("m.tflite"), "--samples", at("none.csv")});
  EXPECT_EQ(broken.status, 1);
  EXPECT_NE(broken.err.find("m.tflite: "), std::string::npos) << broken.err;
}

TEST_F(VerbTest, evaluate_refuses_a_bad_value_and_a_folder_that_is_no_project) {
  const Printed bad = run_line({"evaluate", project(), "--hop-ms", "many"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.err.find("'many'"), std::string::npos) << bad.err;
  const Printed none = run_line({"evaluate", at("nothing")});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("is no project"), std::string::npos) << none.err;
}

}  // namespace
}  // namespace tadpole
