// SPDX-License-Identifier: Apache-2.0
// Files of other people, whole and broken: each is read and run, or refused with a sentence. None
// crashes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// What became of one file: "runs", or why not.
std::string fate(const Path& file) {
  Result<TfliteExecutor> executor = TfliteExecutor::create(read_bytes(file).value());
  if (!executor.ok()) return executor.error().message;
  return executor.value().run().ok() ? "runs" : "fails to run";
}

std::map<std::string, std::string> fates_below(const Path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".tflite" || extension == ".bin")
      out[std::filesystem::relative(entry.path(), folder).string()] = fate(entry.path());
  }
  return out;
}

std::ptrdiff_t how_many_run(const std::map<std::string, std::string>& fates) {
  return std::count_if(fates.begin(), fates.end(),
                       [](const auto& fate) { return fate.second == "runs"; });
}

// Of every file with this name, wherever it lies.
void expect_reason(const std::map<std::string, std::string>& fates, const std::string& name,
                   const std::string& words) {
  int files = 0;
  for (const auto& [path, words_found] : fates) {
    if (Path(path).filename() != name) continue;
    EXPECT_NE(words_found.find(words), std::string::npos) << path << ": " << words_found;
    ++files;
  }
  EXPECT_GE(files, 1) << name;
}

TEST(GoldenFiles, EveryLitertTestModelRunsOrIsRefusedWithTheReason) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-litert-models");
  const auto fates = fates_below(path);
  EXPECT_EQ(fates.size(), 76U);
  EXPECT_EQ(how_many_run(fates), 38);
  for (const char* file : {"add_10x10.tflite",
                           "add_c1_c7.tflite",
                           "add_1d_2d_3d_4d.tflite",
                           "q_einsum.tflite",
                           "fc_qat.bin",
                           "single_add_default_a8w8_recipe_quantized.tflite",
                           "multi_add.bin",
                           "no_signatures.bin",
                           "single_softmax_min_minus_5_max_plus_5.bin",
                           "constant_output_tensor.tflite",
                           "single_conv_weights_min_minus_127_max_plus_127.bin",
                           "call_once_mul.bin",
                           "norm.tflite",
                           "simple_elu_op.tflite",
                           "simple_logical_or_op.tflite",
                           "simple_reduceall_op.tflite",
                           "simple_reduceany_op.tflite",
                           "simple_reducemin_op.tflite",
                           "single_rsqrt_default_a8w8_recipe_quantized.tflite",
                           "sqrt_mean_mul_multiple.tflite"}) {
    expect_reason(fates, file, "runs");
  }
  expect_reason(fates, "empty_model.bin", "no inputs or no outputs");
  expect_reason(fates, "0_subgraphs.bin", "there is no subgraph");
  expect_reason(fates, "no_subgraphs.bin", "there is no subgraph");
  expect_reason(fates, "test_model_broken.bin", "no .tflite model");
  expect_reason(fates, "sparse_tensor.bin", "sparsely");
  expect_reason(fates, "tensor_string_data_type.bin", "STRING");
  expect_reason(fates, "zero_size_constant.bin", "before any operator wrote it");
  expect_reason(fates, "simple_scatter_nd_op.tflite", "operator 0 SCATTER_ND");
  expect_reason(fates, "custom_sinh.bin", "CUSTOM 'Sinh'");
}

TEST(GoldenFiles, TheOtherModelsOfTheirAuthorsRunOrAreRefusedWithTheReason) {
  TADPOLE_SHARED_OR_SKIP(path, "models/more");
  const auto fates = fates_below(path);
  EXPECT_EQ(how_many_run(fates), 6);  // of 7
  expect_reason(fates, "vww_96_float.tflite", "runs");
  expect_reason(fates, "person_detect_vela.tflite", "CUSTOM 'ethos-u'");
  expect_reason(fates, "trained_lstm.tflite", "runs");
  expect_reason(fates, "keyword_scrambled.tflite", "runs");
  expect_reason(fates, "audio_preprocessor_float.tflite", "runs");
}

TEST(GoldenFiles, ModelsOfFloatActivationsAndInt8WeightsRun) {
  TADPOLE_SHARED_OR_SKIP(path, "models/kws_dscnn_float.tflite");
  EXPECT_EQ(fate(path), "runs");
}

TEST(GoldenFiles, AModelCutAnywhereIsRefused) {
  TADPOLE_SHARED_OR_SKIP(path, "models/hello_world_int8.tflite");
  const Bytes whole = read_bytes(path).value();
  for (std::size_t size = 0; size + 1 < whole.size(); size += 7) {
    Result<TfliteExecutor> executor =
        TfliteExecutor::create(Bytes(whole.begin(), whole.begin() + static_cast<long>(size)));
    if (!executor.ok()) continue;
    EXPECT_TRUE(executor.value().run().ok()) << size;
  }
}

}  // namespace
}  // namespace tadpole
