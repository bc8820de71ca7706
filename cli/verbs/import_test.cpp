// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "cli/verb_test_line.h"
#include "core/base/rng.h"

namespace tadpole {
namespace {

std::string golden(const std::string& name) {
  return std::string(TADPOLE_SOURCE_DIR) + "/core/onnx/goldens/" + name + ".onnx";
}

Bytes samples(std::size_t values) {
  Rng rng(1);
  Bytes bytes(values * sizeof(float));
  for (std::size_t i = 0; i < values; ++i) {
    const auto value = static_cast<float>(rng.normal());
    std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
  }
  return bytes;
}

TEST_F(VerbTest, import_writes_a_float_model_and_says_how_it_lies) {
  const Printed printed =
      run_line({"import", golden("ds_cnn"), "--output", at("net.tflite"), "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(printed.json()["type"], "float32");
  EXPECT_EQ(printed.json()["inputs"][0]["order"], "NHWC (ONNX: NCHW)");
  EXPECT_EQ(printed.json()["inspect"]["ops"].size(), 9U);
  EXPECT_EQ(run_line({"inspect", at("net.tflite")}).status, 0);
  const Printed text = run_line({"import", golden("ds_cnn"), "--output", at("net.tflite")});
  for (const char* part :
       {"DEPTHWISE_CONV_2D", "became 9 operators", "tadpole verify", "1x13x10x1"})
    EXPECT_NE(text.out.find(part), std::string::npos) << part << "\n" << text.out;
}

TEST_F(VerbTest, import_quantizes_with_samples_as_onnx_takes_them) {
  ASSERT_TRUE(write_file(at("samples.bin"), samples(20 * 130)).ok());
  const Printed printed = run_line({"import", golden("ds_cnn"), "--output", at("int8.tflite"),
                                    "--int8", "--calibration", at("samples.bin"), "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(printed.json()["calibration_samples"], 20);
  // 8 bits and a handful of layers: noise well below the signal.
  EXPECT_GT(printed.json()["output_sqnr_db"], 15.0);
  ASSERT_TRUE(write_file(at("in.bin"), Bytes(130)).ok());
  EXPECT_EQ(run_line({"infer", at("int8.tflite"), "--raw-input", at("in.bin"), "--raw-output",
                      at("out.bin")})
                .status,
            0);
  EXPECT_EQ(read_bytes(at("out.bin")).value().size(), 4U);
}

TEST_F(VerbTest, import_refuses_what_is_no_model_or_misses_samples) {
  ASSERT_TRUE(write_file(at("x.onnx"), "not a model").ok());
  const Printed letter = run_line({"import", at("x.onnx")});
  EXPECT_EQ(letter.status, 1);
  EXPECT_NE(letter.err.find("x.onnx: this is no ONNX model"), std::string::npos) << letter.err;
  EXPECT_FALSE(std::filesystem::exists(at("x.tflite")));
  const Printed missing = run_line({"import", golden("mlp"), "--int8", "--output", at("y.tflite")});
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.err.find("give --calibration FILE.bin"), std::string::npos) << missing.err;
  EXPECT_EQ(run_line({"import", golden("mlp"), "--calibration", at("x.onnx")}).status, 2);
  EXPECT_EQ(run_line({"import", at("x.onnx"), "--output", at("./x.onnx")}).status, 2);
  const Printed size = run_line({"import", golden("mlp"), "--output", at("y.tflite"), "--int8",
                                 "--calibration", at("x.onnx")});
  EXPECT_EQ(size.status, 1);
  EXPECT_NE(size.err.find("has 11 bytes, samples of 60 float32 values"), std::string::npos)
      << size.err;
}

}  // namespace
}  // namespace tadpole
