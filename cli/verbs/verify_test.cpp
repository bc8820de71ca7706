// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"
#include "core/base/process.h"
#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// One fully connected layer, int8, 4 values to 2.
Bytes small_model() {
  Graph graph;
  const auto tensor = [&](const char* name, DType type, std::vector<int> shape, float scale,
                          std::vector<std::uint8_t> data) {
    GraphTensor t;
    t.name = name;
    t.type = type;
    t.shape = std::move(shape);
    t.quantization = {{scale}, {0}, 0};
    t.data = std::move(data);
    graph.tensors.push_back(t);
  };
  tensor("in", DType::int8, {1, 4}, 0.1F, {});
  tensor("weights", DType::int8, {2, 4}, 0.05F, {1, 2, 3, 4, 250, 6, 7, 8});
  tensor("bias", DType::int32, {2}, 0.005F, {10, 0, 0, 0, 20, 0, 0, 0});
  tensor("sum", DType::int8, {1, 2}, 0.2F, {});
  tensor("out", DType::int8, {1, 2}, 0.2F, {});
  GraphOp dense;
  dense.builtin = 9;
  dense.inputs = {0, 1, 2};
  dense.outputs = {3};
  GraphOp relu;
  relu.builtin = 19;
  relu.inputs = {3};
  relu.outputs = {4};
  graph.ops = {dense, relu};
  graph.inputs = {0};
  graph.outputs = {4};
  return write_tflite(graph).value();
}

#define TADPOLE_BOARD_OR_SKIP()                                             \
  for (const char* tool : {"make", "arm-none-eabi-g++", "qemu-system-arm"}) \
    if (find_program(tool).empty()) GTEST_SKIP() << tool << " is not installed"

TEST_F(VerbTest, verify_finds_a_model_the_same_on_the_board) {
  TADPOLE_BOARD_OR_SKIP();
  ASSERT_TRUE(write_file(at("m.tflite"), small_model()).ok());
  const Printed printed = run_line({"verify", at("m.tflite"), "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  const nlohmann::json answer = printed.json();
  EXPECT_EQ(answer["inputs"], 3);
  const nlohmann::json& board = answer["against"][0];
  EXPECT_EQ(board["name"], "virtual-m4");
  ASSERT_EQ(board["tensors"].size(), 2U) << "the inner tensor too";
  EXPECT_EQ(board["tensors"][0]["name"], "sum");
  EXPECT_EQ(board["tensors"][0]["values"], 6);
  EXPECT_EQ(board["tensors"][0]["differing"], 0);
}

// Stands for a runtime of somebody else: writes what it is told to.
std::string runtime_that_writes(const Path& file, const std::string& bytes) {
  EXPECT_TRUE(write_file(file, "#!/bin/sh\nprintf '" + bytes + "' > \"$3/0.bin\"\nprintf '" +
                                   bytes + "' > \"$3/1.bin\"\n")
                  .ok());
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  return file.string();
}

TEST_F(VerbTest, verify_says_where_another_runtime_parts) {
  ASSERT_TRUE(write_file(at("m.tflite"), small_model()).ok());
  // Bytes 0, 0, 0, 0 are inputs; in[w] + bias * ... by hand: sums (10, 20) * 0.005 / 0.2 = 0.25 and
  // 0.5, which round to 0 and 1 (half away from zero).
  ASSERT_TRUE(write_file(at("zeros.bin"), Bytes(4, 0)).ok());
  const std::string right = runtime_that_writes(at("right"), "\\000\\001");
  const Printed same = run_line({"verify", at("m.tflite"), "--board", "none", "--runtime", right,
                                 "--inputs", at("zeros.bin")});
  EXPECT_EQ(same.status, 0) << same.err;
  EXPECT_NE(same.out.find("all equal"), std::string::npos) << same.out;
  const std::string wrong = runtime_that_writes(at("wrong"), "\\000\\011");
  const Printed apart = run_line({"verify", at("m.tflite"), "--board", "none", "--runtime", wrong,
                                  "--inputs", at("zeros.bin")});
  EXPECT_EQ(apart.status, 1);
  EXPECT_NE(apart.err.find("first apart in tensor 3 ('sum'): input 0, value 1: 1 on the host, 9 on "
                           "the other runtime"),
            std::string::npos)
      << apart.err;
  const Printed allowed = run_line({"verify", at("m.tflite"), "--board", "none", "--runtime", wrong,
                                    "--inputs", at("zeros.bin"), "--steps", "8"});
  EXPECT_EQ(allowed.status, 0) << allowed.err;
  EXPECT_NE(allowed.out.find("by up to 8 steps"), std::string::npos) << allowed.out;
}

TEST_F(VerbTest, verify_refuses_with_a_sentence) {
  ASSERT_TRUE(write_file(at("m.tflite"), small_model()).ok());
  ASSERT_TRUE(write_file(at("odd.bin"), Bytes(5, 0)).ok());
  const auto said = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "verify");
    const Printed printed = run_line(words);
    EXPECT_NE(printed.status, 0);
    return printed.err;
  };
  EXPECT_NE(said({at("m.tflite"), "--board", "none"}).find("nothing to compare with"),
            std::string::npos);
  EXPECT_NE(said({at("m.tflite"), "--board", "nano"}).find("nano"), std::string::npos);
  EXPECT_NE(said({at("m.tflite"), "--inputs", at("odd.bin")}).find("has 5 bytes"),
            std::string::npos);
  EXPECT_NE(said({at("none.tflite")}).find("none.tflite"), std::string::npos);
  EXPECT_NE(said({at("m.tflite"), "--board", "none", "--runtime", "/bin/false"})
                .find("ended with status 1"),
            std::string::npos);
}

TEST_F(VerbTest, verify_compares_every_tensor_of_other_peoples_models) {
  TADPOLE_BOARD_OR_SKIP();
  TADPOLE_SHARED_OR_SKIP(models, "models");
  for (const char* name : {"kws_dscnn_int8", "vww_mobilenet_int8", "keyword_scrambled_svdf_int8"}) {
    const Printed printed =
        run_line({"verify", (models / (std::string(name) + ".tflite")).string(), "--json"});
    ASSERT_EQ(printed.status, 0) << name << ": " << printed.err;
    const nlohmann::json board = printed.json()["against"][0];
    EXPECT_GE(board["tensors"].size(), 10U) << name;
    EXPECT_EQ(board["worst"], 0.0) << name;
  }
}

}  // namespace
}  // namespace tadpole
