// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, inspect_refuses_a_model_that_was_cut) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  Bytes bytes = read_bytes(models / "micro_speech_int8.tflite").value();
  bytes.resize(bytes.size() / 2);
  ASSERT_TRUE(write_file(at("cut.tflite"), bytes).ok());
  const Printed printed = run_line({"inspect", at("cut.tflite")});
  EXPECT_EQ(printed.status, 1);
  EXPECT_NE(printed.err.find("cut.tflite"), std::string::npos) << printed.err;
}

TEST_F(VerbTest, inspect_shows_operators_and_sizes) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const std::string model = (models / "micro_speech_int8.tflite").string();
  const Printed text = run_line({"inspect", model});
  ASSERT_EQ(text.status, 0) << text.err;
  EXPECT_NE(text.out.find("DEPTHWISE_CONV_2D"), std::string::npos) << text.out;
  const Printed json = run_line({"inspect", model, "--json"});
  EXPECT_TRUE(json.json().is_object());
}

}  // namespace
}  // namespace tadpole
