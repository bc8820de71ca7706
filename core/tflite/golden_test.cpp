// SPDX-License-Identifier: Apache-2.0
// The answers of TensorFlow Lite Micro's reference kernels (commit 90b983c2b, 2026-08-20), byte for
// byte, tensor by tensor. Float models within 1e-5 of the largest value of the tensor: their last
// bits are not specified.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

constexpr double kFloatTolerance = 1e-5;

Bytes bytes_of(const Path& file) {
  Result<Bytes> bytes = read_bytes(file);
  EXPECT_TRUE(bytes.ok()) << file;
  return bytes.ok() ? bytes.value() : Bytes();
}

Json json_of(const Path& file) {
  std::ifstream stream(file);
  return Json::parse(stream);
}

std::vector<float> floats(std::span<const std::uint8_t> bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

void expect_near(std::span<const std::uint8_t> got, std::span<const std::uint8_t> wanted,
                 const std::string& what) {
  const std::vector<float> a = floats(got);
  const std::vector<float> b = floats(wanted);
  ASSERT_EQ(a.size(), b.size()) << what;
  double largest = 0.0;
  for (const float value : b) largest = std::max(largest, std::abs(static_cast<double>(value)));
  for (std::size_t i = 0; i < a.size(); ++i)
    ASSERT_NEAR(a[i], b[i], kFloatTolerance * largest) << what << ' ' << i;
}

void expect_equal(std::span<const std::uint8_t> got, const Bytes& wanted, DType type,
                  const std::string& what) {
  if (type == DType::float32) {
    expect_near(got, wanted, what);
    return;
  }
  // The producer of the goldens wrote four bytes per element of a type that it did not know.
  const bool is_half = type == DType::uint64 && got.size() == 2 * wanted.size();
  if (!is_half) {
    ASSERT_EQ(got.size(), wanted.size()) << what;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    ASSERT_EQ(static_cast<int>(got[i]), static_cast<int>(wanted[i])) << what << " byte " << i;
  }
}

void run_on(TfliteExecutor& executor, const Bytes& input) {
  ASSERT_EQ(executor.input(0).size(), input.size());
  std::copy(input.begin(), input.end(), executor.input(0).begin());
  ASSERT_TRUE(executor.run().ok());
}

class GoldenModel : public testing::TestWithParam<const char*> {};

TEST_P(GoldenModel, GivesTheReferencesOutputOnEveryCase) {
  TADPOLE_SHARED_OR_SKIP(path, "models");
  const Path folder = path / "goldens" / GetParam();
  Result<TfliteExecutor> executor =
      TfliteExecutor::create(bytes_of(path / (std::string(GetParam()) + ".tflite")));
  ASSERT_TRUE(executor.ok()) << executor.error().message;
  const Graph& graph = executor.value().graph();
  const DType type = graph.tensors[graph.outputs[0]].type;
  int cases = 0;
  const Json golden = json_of(folder / "golden.json");
  for (const Json& one : golden["cases"]) {
    const std::string name = one["name"];
    executor.value().reset();  // every case starts from a cleared state
    run_on(executor.value(), bytes_of(folder / (name + ".in.bin")));
    expect_equal(executor.value().output(0), bytes_of(folder / (name + ".out.bin")), type, name);
    ++cases;
  }
  EXPECT_GE(cases, 3);
}

TEST_P(GoldenModel, GivesTheReferencesValueOfEveryTensor) {
  TADPOLE_SHARED_OR_SKIP(path, "models");
  const Path folder = path / "goldens" / GetParam();
  Result<TfliteExecutor> executor =
      TfliteExecutor::create(bytes_of(path / (std::string(GetParam()) + ".tflite")));
  ASSERT_TRUE(executor.ok()) << executor.error().message;
  executor.value().keep_all_tensors();
  run_on(executor.value(), bytes_of(folder / "lcg1.in.bin"));
  const Json index_file = json_of(folder / "tensors_lcg1" / "index.json");
  int tensors = 0;
  for (const Json& one : index_file["tensors"]) {
    const std::size_t index = one["tensor"];
    const std::string file = one["file"];
    // What a model remembers lies in an order of the runtime's own.
    if (executor.value().graph().tensors[index].is_variable) continue;
    const DType type = executor.value().graph().tensors[index].type;
    expect_equal(executor.value().tensor(index), bytes_of(folder / "tensors_lcg1" / file), type,
                 file);
    ++tensors;
  }
  EXPECT_GT(tensors, static_cast<int>(executor.value().graph().ops.size()));
}

INSTANTIATE_TEST_SUITE_P(Models, GoldenModel,
                         testing::Values("kws_dscnn_int8", "vww_mobilenet_int8", "ic_resnet8_int8",
                                         "ad_autoencoder_int8", "sww_streaming_int8",
                                         "person_detect_int8", "micro_speech_int8",
                                         "keyword_scrambled_svdf_int8", "hello_world_int8",
                                         "mnist_lstm_int8", "audio_preprocessor_int8",
                                         "ic_resnet8_float", "ad_autoencoder_float",
                                         "hello_world_float", "magic_wand_float"),
                         [](const auto& one) { return std::string(one.param); });

// 500 feature maps of the MLPerf Tiny keyword test (data/mlperf-kws01); their publisher's own
// measure of this model on them is 89.8 %.
TEST(GoldenKeywords, TheMlperfModelHears449Of500Words) {
  TADPOLE_SHARED_OR_SKIP(path, "data/mlperf-kws01");
  Result<TfliteExecutor> executor =
      TfliteExecutor::create(bytes_of(shared_folder() / "models/kws_dscnn_int8.tflite"));
  ASSERT_TRUE(executor.ok());
  int right = 0;
  int all = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string stem = entry.path().stem().string();  // tst_000001_Left_2
    if (entry.path().extension() != ".bin") continue;
    run_on(executor.value(), bytes_of(entry.path()));
    const auto scores = executor.value().output(0);
    const auto better = [](std::uint8_t a, std::uint8_t b) {
      return static_cast<std::int8_t>(a) < static_cast<std::int8_t>(b);
    };
    const auto best = std::max_element(scores.begin(), scores.end(), better) - scores.begin();
    right += best == std::stoi(stem.substr(stem.rfind('_') + 1)) ? 1 : 0;
    ++all;
  }
  EXPECT_EQ(all, 500);
  EXPECT_EQ(right, 449);
}

}  // namespace
}  // namespace tadpole
