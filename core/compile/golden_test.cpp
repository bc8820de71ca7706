// SPDX-License-Identifier: Apache-2.0
// Foreign models, compiled, give the bytes of TFLite Micro's reference kernels (goldens of
// shared/models: tflite-micro 90b983c2b, x86-64).
#include <gtest/gtest.h>

#include <algorithm>

#include "core/compile/generated_code_test.h"
#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

struct Golden {
  Bytes inputs, outputs;  // of all cases, one after the other
};

Golden golden_cases(const Path& folder) {
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().string().ends_with(".in.bin")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Golden golden;
  for (const Path& file : files) {
    const std::string stem =
        file.string().substr(0, file.string().size() - std::string(".in.bin").size());
    const Bytes in = read_bytes(file).value();
    const Bytes out = read_bytes(stem + ".out.bin").value();
    golden.inputs.insert(golden.inputs.end(), in.begin(), in.end());
    golden.outputs.insert(golden.outputs.end(), out.begin(), out.end());
  }
  return golden;
}

void expect_goldens(const Path& models, const std::vector<std::string>& names, Target target,
                    const std::string& test) {
  if (!has_compiler("c++")) GTEST_SKIP() << "no C++ compiler on this machine";
  GeneratedProgram program;
  for (const std::string& name : names) {
    const Bytes file = read_bytes(models / (name + ".tflite")).value();
    const Graph graph = read_tflite(file).value();
    program.add(name, compile(graph, {name, target}).value(),
                golden_cases(models / "goldens" / name).inputs);
  }
  const Path folder = Path(testing::TempDir()) / "tadpole_generated" / test;
  const Result<std::map<std::string, Bytes>> outputs = program.run(folder);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  for (const std::string& name : names) {
    EXPECT_EQ(outputs.value().at(name), golden_cases(models / "goldens" / name).outputs) << name;
  }
}

TEST(CompiledGoldens, the_code_for_the_microcontroller_gives_the_reference_bytes) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  expect_goldens(
      models,
      {"kws_dscnn_int8", "micro_speech_int8", "hello_world_int8", "sww_streaming_int8",
       "ic_resnet8_int8", "ad_autoencoder_int8", "person_detect_int8", "vww_mobilenet_int8",
       "keyword_scrambled_svdf_int8", "mnist_lstm_int8", "audio_preprocessor_int8"},
      Target::cortex_m4, "goldens_fast");
}

TEST(CompiledGoldens, the_portable_code_gives_the_reference_bytes) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  expect_goldens(
      models,
      {"kws_dscnn_int8", "micro_speech_int8", "sww_streaming_int8", "keyword_scrambled_svdf_int8"},
      Target::portable, "goldens_plain");
}

// Arena bytes at most, and constants: the RAM and flash bars of the two keyword models less stack
// and code.
TEST(CompiledGoldens, the_keyword_models_need_as_little_memory_as_was_aimed_at) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const auto plan = [&](const char* name) {
    return compile(read_tflite(read_bytes(models / name).value()).value(), {"net"}).value();
  };
  EXPECT_LE(plan("kws_dscnn_int8.tflite").plan.arena_bytes,
            8600U);  // one 25x5x64 tensor and a tile
  EXPECT_LE(plan("kws_dscnn_int8.tflite").constant_bytes, 28000U);
  EXPECT_LE(plan("micro_speech_int8.tflite").plan.arena_bytes, 4900U);
  EXPECT_LE(plan("micro_speech_int8.tflite").constant_bytes, 17000U);
}

}  // namespace
}  // namespace tadpole
