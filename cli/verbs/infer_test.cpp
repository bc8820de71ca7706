// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, infer_refuses_what_is_no_model) {
  ASSERT_TRUE(write_file(at("x.tflite"), "not a model").ok());
  ASSERT_TRUE(write_file(at("in.bin"), "1234").ok());
  const Printed printed = run_line(
      {"infer", at("x.tflite"), "--raw-input", at("in.bin"), "--raw-output", at("out.bin")});
  EXPECT_EQ(printed.status, 1);
  EXPECT_NE(printed.err.find("x.tflite"), std::string::npos) << printed.err;
  EXPECT_FALSE(std::filesystem::exists(at("out.bin")));
}

TEST_F(VerbTest, infer_wants_a_recording_or_both_raw_files) {
  EXPECT_EQ(run_line({"infer", "m.tflite"}).status, 2);
  EXPECT_EQ(run_line({"infer", "m.tflite", "--raw-input", "x"}).status, 2);
  EXPECT_EQ(
      run_line({"infer", "m.tflite", "clip.wav", "--raw-input", "x", "--raw-output", "y"}).status,
      2);
}

// Golden: TFLite Micro's reference kernels (shared/models/README.md).
TEST_F(VerbTest, infer_gives_the_bytes_of_another_runtime) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const Path golden = models / "goldens" / "kws_dscnn_int8";
  const Printed printed =
      run_line({"infer", (models / "kws_dscnn_int8.tflite").string(), "--raw-input",
                (golden / "lcg1.in.bin").string(), "--raw-output", at("out.bin"), "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(read_bytes(at("out.bin")).value(), read_bytes(golden / "lcg1.out.bin").value());
  const Printed wrong =
      run_line({"infer", (models / "kws_dscnn_int8.tflite").string(), "--raw-input",
                (golden / "lcg1.out.bin").string(), "--raw-output", at("out2.bin")});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.err.find("has 12 bytes; the model's first input takes 490"), std::string::npos)
      << wrong.err;
}

TEST_F(VerbTest, infer_understands_a_recording_for_a_foreign_model) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/tflm-testdata");
  const Printed printed = run_line(
      {"infer", (shared / "../../models/micro_speech_int8.tflite").string(),
       (shared / "yes_1000ms.wav").string(), "--labels", "silence,unknown,yes,no", "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(printed.json()["label"], "yes");
}

}  // namespace
}  // namespace tadpole
