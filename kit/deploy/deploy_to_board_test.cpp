// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/deploy_to_board.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/process.h"
#include "core/data/dataset.h"
#include "tests/shared_data.h"

#define TADPOLE_TOOLS_OR_SKIP()                                             \
  for (const char* tool : {"make", "arm-none-eabi-g++", "qemu-system-arm"}) \
    if (find_program(tool).empty()) GTEST_SKIP() << tool << " is not installed"

namespace tadpole {
namespace {

// A folder of this test run, removed at its end.
struct TestFolder {
  Path path =
      std::filesystem::temp_directory_path() / ("tadpole_deploy_" + std::to_string(::getpid()));
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};
Path work_folder(const std::string& name) {
  static const TestFolder folder;
  return folder.path / name;
}

Result<DeployReport> deploy(DeployRequest request, const std::string& name) {
  request.folder = work_folder(name);
  SilentProgress progress;
  return deploy_to_board(request, progress);
}

// Noise that grows and falls, different for every seed, from the generator of generated_input().
std::vector<std::int16_t> noise_clip(std::uint32_t seed) {
  std::vector<std::int16_t> clip(kClipSamples);
  std::uint32_t s = seed * 2654435769U;
  for (int i = 0; i < kClipSamples; ++i) {
    s = s * 1664525U + 1013904223U;
    const auto loud = static_cast<std::int32_t>(i < kClipSamples / 2 ? i : kClipSamples - i);
    clip[static_cast<std::size_t>(i)] =
        static_cast<std::int16_t>(static_cast<std::int16_t>(s >> 16U) * loud / 8000);
  }
  return clip;
}

SpotterOptions micro_speech_options() {
  SpotterOptions options;
  options.labels = {"silence", "unknown", "yes", "no"};
  return options;
}

// --- foreign models: the golden outputs of TFLite Micro, and its measured sizes with CMSIS-NN, are
// beaten

class DeployForeign : public ::testing::TestWithParam<const char*> {};

TEST_P(DeployForeign, GivesTheGoldenBytesWithLessOfEverythingThanTfliteMicro) {
  TADPOLE_TOOLS_OR_SKIP();
  const std::string name = GetParam();
  TADPOLE_SHARED_OR_SKIP(file, "models/" + name + ".tflite");
  TADPOLE_SHARED_OR_SKIP(golden, "models/goldens/" + name + "/lcg1.in.bin");
  TADPOLE_SHARED_OR_SKIP(baselines, "baselines/tflm-cmsis-nn-cortex-m4.json");
  const auto report = deploy({.model = read_bytes(file).value(), .model_name = name}, name);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report.value().host_equal) << report.value().difference;
  EXPECT_EQ(report.value().compared, 3);
  const Path run = work_folder(name) / "run";
  EXPECT_EQ(read_bytes(golden).value(), [&] {
    Bytes all = read_bytes(run / "inputs.bin").value();
    all.resize(all.size() / 3);
    return all;
  }()) << "the generated inputs are those of the goldens";
  const Bytes outputs = read_bytes(run / "outputs.bin").value();
  const std::size_t row = outputs.size() / 3;
  for (std::size_t i = 0; i < 3; ++i) {
    const Bytes expected =
        read_bytes(golden.parent_path() / ("lcg" + std::to_string(i + 1) + ".out.bin")).value();
    const Bytes got(outputs.begin() + static_cast<std::ptrdiff_t>(i * row),
                    outputs.begin() + static_cast<std::ptrdiff_t>((i + 1) * row - 4));
    EXPECT_EQ(got, expected) << "lcg" << i + 1;
  }
  const auto baseline = nlohmann::json::parse(std::ifstream(baselines))["models"][name];
  EXPECT_LT(report.value().flash_bytes, baseline["flash_bytes"].get<std::int64_t>());
  EXPECT_LT(report.value().ram_bytes, baseline["ram_bytes"].get<std::int64_t>());
  EXPECT_LT(report.value().inference_instructions, baseline["instructions"][0].get<std::int64_t>());
}

INSTANTIATE_TEST_SUITE_P(Models, DeployForeign,
                         ::testing::Values("hello_world_int8", "micro_speech_int8",
                                           "kws_dscnn_int8"));

// Models whose operators plan themselves when the program starts, and what TensorFlow Lite Micro
// 90b983c2b with CMSIS-NN 4ab83cc takes for them on a Cortex-M4 (generic registrations, -Os and
// -O2).
struct Planned {
  const char* name;
  std::int64_t flash_bytes, ram_bytes;
};
class DeployPlanned : public ::testing::TestWithParam<Planned> {};

TEST_P(DeployPlanned, GivesTheHostsBytesWithHalfOfTheFlashAndRam) {
  TADPOLE_TOOLS_OR_SKIP();
  const std::string name = GetParam().name;
  TADPOLE_SHARED_OR_SKIP(file, "models/" + name + ".tflite");
  const auto report = deploy({.model = read_bytes(file).value(), .model_name = name}, name);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report.value().host_equal) << report.value().difference;
  EXPECT_LT(report.value().flash_bytes, GetParam().flash_bytes / 2);
  EXPECT_LT(report.value().ram_bytes, GetParam().ram_bytes * 6 / 10);
}

INSTANTIATE_TEST_SUITE_P(Models, DeployPlanned,
                         ::testing::Values(Planned{"mnist_lstm_int8", 68504, 5816},
                                           Planned{"audio_preprocessor_int8", 101704, 10480}));

TEST(Deploy, TheSameModelGivesTheSameNumbersAgain) {
  TADPOLE_TOOLS_OR_SKIP();
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  const auto once = deploy({.model = read_bytes(file).value()}, "again");
  const auto twice = deploy({.model = read_bytes(file).value()}, "again");
  ASSERT_TRUE(once.ok() && twice.ok());
  EXPECT_EQ(to_json(once.value()), to_json(twice.value()));
}

// --- the keyword spotter

TEST(Deploy, TheKeywordSpotterComputesFeaturesAndOutputsAsTheHost) {
  TADPOLE_TOOLS_OR_SKIP();
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  DeployRequest request{.model = read_bytes(file).value(), .spotter = micro_speech_options()};
  for (std::uint32_t seed = 1; seed <= 4; ++seed) request.clips.push_back(noise_clip(seed));
  request.clips.emplace_back(kClipSamples, std::int16_t{0});
  request.clips.emplace_back(kClipSamples, std::int16_t{-32768});
  const auto report = deploy(request, "spotter");
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report.value().host_equal) << report.value().difference;
  EXPECT_EQ(report.value().compared, 6);
  EXPECT_GT(report.value().features_instructions, 100000);
  EXPECT_NE(report.value().serial.find("clip 5: heard "), std::string::npos)
      << report.value().serial;
  const nlohmann::json json = to_json(report.value());
  EXPECT_TRUE(json["host_equal"].get<bool>());
  EXPECT_EQ(json["instructions"]["features"], report.value().features_instructions);
}

TEST(Deploy, FloatAndFixedMfccAreTheHostsBytesToo) {
  TADPOLE_TOOLS_OR_SKIP();
  TADPOLE_SHARED_OR_SKIP(file, "models/kws_dscnn_int8.tflite");
  for (const char* arithmetic : {"float", "fixed"}) {
    SpotterOptions options;
    options.features = {
        .kind = "mfcc", .arithmetic = arithmetic, .low_hz = 20.0, .high_hz = 4000.0};
    options.labels = {"down",  "go",   "left", "no",  "off",     "on",
                      "right", "stop", "up",   "yes", "silence", "unknown"};
    DeployRequest request{.model = read_bytes(file).value(), .spotter = options};
    for (std::uint32_t seed = 1; seed <= 3; ++seed) request.clips.push_back(noise_clip(seed));
    const auto report = deploy(request, std::string("mfcc_") + arithmetic);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_TRUE(report.value().host_equal) << arithmetic << ": " << report.value().difference;
  }
}

// --- what is refused

TEST(Deploy, AModelLargerThanTheFlashIsRefusedWithTheNumbers) {
  CompiledModel model;
  model.constant_bytes = 1000000;
  const Outcome fit = check_fit(model, find_board("virtual-m4").value(), "big.tflite");
  ASSERT_FALSE(fit.ok());
  EXPECT_EQ(fit.error().message,
            "big.tflite does not fit virtual-m4: its constants take 1000000 bytes and the board "
            "has 983040 bytes of "
            "flash; make the model smaller or choose a larger board");
}

TEST(Deploy, AnArenaLargerThanTheRamIsRefusedWithTheNumbers) {
  CompiledModel model;
  model.plan.arena_bytes = 262144 - 8192 + 1;
  const Outcome fit = check_fit(model, find_board("virtual-m4").value(), "wide.tflite");
  ASSERT_FALSE(fit.ok());
  EXPECT_EQ(
      fit.error().message,
      "wide.tflite does not fit virtual-m4: its arena takes 253953 bytes and the board has 262144 "
      "bytes of RAM, "
      "8192 of them for the stack; use smaller inputs or fewer channels, or choose a larger board");
  model.plan.arena_bytes -= 1;
  EXPECT_TRUE(check_fit(model, find_board("virtual-m4").value(), "wide.tflite").ok());
}

TEST(Deploy, AClipOfAnotherLengthIsRefused) {
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  DeployRequest request{.model = read_bytes(file).value(), .spotter = micro_speech_options()};
  request.clips.emplace_back(100);
  const auto report = deploy(request, "short");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message,
            "clip 0 has 100 samples, expected 16000; fit it to one second first");
}

TEST(Deploy, AnInputOfAnotherLengthIsRefused) {
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  const auto report = deploy(
      {.model = read_bytes(file).value(), .model_name = "m.tflite", .inputs = {Bytes(7)}}, "bytes");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(
      report.error().message,
      "input 0 has 7 bytes, m.tflite takes 1960; give the raw bytes of its first input tensor");
}

TEST(Deploy, FeaturesOfAnotherShapeAreRefused) {
  TADPOLE_SHARED_OR_SKIP(file, "models/kws_dscnn_int8.tflite");
  DeployRequest request{.model = read_bytes(file).value(),
                        .model_name = "ds.tflite",
                        .spotter = micro_speech_options()};
  request.clips.push_back(noise_clip(1));
  const auto report = deploy(request, "shape");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message,
            "ds.tflite takes 490 input values, the features of one second are 49 x 40; use the "
            "features that it was "
            "trained on");
}

TEST(Deploy, AWrongNumberOfLabelsIsRefused) {
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  DeployRequest request{.model = read_bytes(file).value(),
                        .model_name = "m.tflite",
                        .spotter = micro_speech_options()};
  request.spotter->labels.pop_back();
  request.clips.push_back(noise_clip(1));
  const auto report = deploy(request, "labels");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message,
            "m.tflite has 4 outputs and 3 labels were given; give one label for each");
}

TEST(Deploy, AFloatModelIsNotForTheSpotter) {
  TADPOLE_SHARED_OR_SKIP(file, "models/magic_wand_float.tflite");
  DeployRequest request{.model = read_bytes(file).value(),
                        .model_name = "f.tflite",
                        .spotter = micro_speech_options()};
  request.clips.push_back(noise_clip(1));
  const auto report = deploy(request, "float");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message,
            "f.tflite takes float32 and gives float32, the firmware needs int8 with one scale; "
            "optimize the model first");
}

TEST(Deploy, AnUnknownBoardIsRefused) {
  const auto report = deploy({.board = "virtual-m44"}, "board");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::wrong_use);
}

TEST(Deploy, NoClipsAreWrongUse) {
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  const auto report =
      deploy({.model = read_bytes(file).value(), .spotter = micro_speech_options()}, "none");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message, "no clips were given; the firmware is tested on at least one");
}

// The formula of the header, written out.
TEST(GeneratedInput, FollowsTheGenerator) {
  GraphTensor tensor;
  tensor.type = DType::int8;
  tensor.shape = {1, 2};
  const Bytes bytes = generated_input(tensor, 1);
  const std::uint32_t first = 2654435769U * 1664525U + 1013904223U;
  EXPECT_EQ(bytes, (Bytes{static_cast<std::uint8_t>(first >> 24U),
                          static_cast<std::uint8_t>((first * 1664525U + 1013904223U) >> 24U)}));
}

}  // namespace
}  // namespace tadpole
