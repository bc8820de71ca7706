// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/export_library.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/base/process.h"
#include "core/data/dataset.h"
#include "core/tflite/tflite.h"
#include "device/model/builtin.h"
#include "kit/deploy/deploy_to_board.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// A folder of this test run, removed at its end.
struct TestFolder {
  Path path =
      std::filesystem::temp_directory_path() / ("tadpole_export_" + std::to_string(::getpid()));
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};
Path work_folder(const std::string& name) {
  static const TestFolder folder;
  return folder.path / name;
}

SpotterOptions micro_speech_options() {
  SpotterOptions options;
  options.labels = {"silence", "unknown", "yes", "no"};
  return options;
}

// A WAV of 16 kHz, mono, 16 bit, with a chunk before the sound that readers must pass over.
Bytes wav(const std::vector<std::int16_t>& samples) {
  Bytes bytes;
  const auto text = [&](const char* four) {
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(four[i]));
  };
  const auto number = [&](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto sound_bytes = static_cast<std::uint32_t>(samples.size() * 2);
  text("RIFF"), number(4 + 24 + 12 + 8 + sound_bytes, 4), text("WAVE");
  text("fmt "), number(16, 4), number(1, 2), number(1, 2), number(16000, 4), number(32000, 4),
      number(2, 2), number(16, 2);
  text("LIST"), number(3, 4), number(0x010203, 4);
  text("data"), number(sound_bytes, 4);
  for (const std::int16_t s : samples) number(static_cast<std::uint16_t>(s), 2);
  return bytes;
}

std::vector<std::int16_t> chirp() {
  std::vector<std::int16_t> samples(kClipSamples);
  for (int i = 0; i < kClipSamples; ++i)
    samples[static_cast<std::size_t>(i)] = static_cast<std::int16_t>((i * i / 7) % 9000);
  return samples;
}

// Builds with every warning as an error; "" or what the compiler says.
std::string build(const Path& folder, const std::string& compiler) {
  const auto configure =
      run_process({"cmake", "-S", folder.string(), "-B", (folder / "build").string(),
                   "-DCMAKE_CXX_COMPILER=" + compiler, "-DCMAKE_BUILD_TYPE=Release",
                   "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror"},
                  {});
  if (!configure.ok() || configure.value().exit_code != 0)
    return "cmake: " + configure.value().errors;
  const auto make =
      run_process({"cmake", "--build", (folder / "build").string(), "-j2"}, {.timeout_s = 300});
  return make.value().exit_code == 0 ? "" : make.value().errors + make.value().output;
}

class ExportLibrary : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    for (const char* tool : {"cmake", GetParam()}) {
      if (find_program(tool).empty()) GTEST_SKIP() << tool << " is not installed";
    }
  }
};

TEST_P(ExportLibrary, TheKeywordSpotterStandsAloneAndGivesTheHostsBytes) {
  TADPOLE_SHARED_OR_SKIP(file, "models/micro_speech_int8.tflite");
  const Bytes model = read_bytes(file).value();
  const Path folder = work_folder(std::string("spotter ") + GetParam());
  const auto report = export_library(
      {.model = model, .name = "my-words", .spotter = micro_speech_options(), .folder = folder});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report.value().identifier, "my_words");
  ASSERT_EQ(build(folder, GetParam()), "");

  ASSERT_TRUE(write_file(folder / "clip.wav", wav(chirp())).ok());
  const auto run = run_process(
      {(folder / "build/my_words_example").string(), "clip.wav", "bytes.bin"}, {.folder = folder});
  ASSERT_EQ(run.value().exit_code, 0) << run.value().errors;
  TfliteExecutor host = std::move(TfliteExecutor::create(model)).value();
  const auto extractor = std::move(FeatureExtractor::create({})).value();
  std::vector<std::int8_t> features(1960);
  extractor->extract_int8(chirp(), 26.0F / 256, -128, features);
  std::memcpy(host.input(0).data(), features.data(), features.size());
  ASSERT_TRUE(host.run().ok());
  Bytes expected(features.size());
  std::memcpy(expected.data(), features.data(), features.size());
  expected.insert(expected.end(), host.output(0).begin(), host.output(0).end());
  EXPECT_EQ(read_bytes(folder / "bytes.bin").value(), expected);
  const auto best = std::max_element(
      host.output(0).begin(), host.output(0).end(), [](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::int8_t>(a) < static_cast<std::int8_t>(b);
      });
  const std::string label =
      micro_speech_options().labels[static_cast<std::size_t>(best - host.output(0).begin())];
  EXPECT_TRUE(run.value().output.starts_with(label + " ")) << run.value().output;
}

// The first run after the program starts.
void expect_golden_bytes(const std::string& model, const std::string& compiler) {
  TADPOLE_SHARED_OR_SKIP(file, "models/" + model + ".tflite");
  TADPOLE_SHARED_OR_SKIP(golden, "models/goldens/" + model + "/lcg1.in.bin");
  const Path folder = work_folder(model + "_" + compiler);
  const auto report =
      export_library({.model = read_bytes(file).value(), .name = "net", .folder = folder});
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_EQ(build(folder, compiler), "");
  const auto run = run_process(
      {(folder / "build/net_example").string(), golden.string(), "out.bin"}, {.folder = folder});
  ASSERT_EQ(run.value().exit_code, 0) << run.value().errors;
  EXPECT_EQ(read_bytes(folder / "out.bin").value(),
            read_bytes(golden.parent_path() / "lcg1.out.bin").value());
}

TEST_P(ExportLibrary, AnyModelGivesItsGoldenBytes) {
  expect_golden_bytes("kws_dscnn_int8", GetParam());
}

TEST_P(ExportLibrary, AModelThatPlansItsOperatorsGivesItsGoldenBytes) {
  expect_golden_bytes("audio_preprocessor_int8", GetParam());
}

// A sensor of four bytes that are the model's input but for their sign; the model doubles them: one
// dense layer with the identity as kernel.
SensorOptions four_bytes() {
  SensorOptions options;
  options.front_end.includes = {"device/dsp/quantize.h"};
  options.front_end.definition =
      "struct Bytes {\n"
      "  static constexpr std::size_t kRawBytes = 4;\n"
      "  void plan(tadpole::device::Quantization) {}\n"
      "  void extract(const void* raw, std::int8_t* features) {\n"
      "    for (int i = 0; i < 4; ++i)\n"
      "      features[i] = static_cast<std::int8_t>(-static_cast<const std::int8_t*>(raw)[i]);\n"
      "  }\n"
      "};\n";
  options.front_end.type = "Bytes";
  return options;
}

Bytes doubling_model() {
  Graph graph;
  const auto tensor = [](const char* name, std::vector<int> shape, float scale) {
    return GraphTensor{.name = name,
                       .type = DType::int8,
                       .shape = std::move(shape),
                       .quantization = {.scale = {scale}, .zero_point = {0}, .axis = 0}};
  };
  graph.tensors = {tensor("in", {1, 4}, 0.5F), tensor("kernel", {4, 4}, 1.0F),
                   tensor("out", {1, 4}, 0.25F)};
  for (int i = 0; i < 16; ++i) graph.tensors[1].data.push_back(i % 5 == 0 ? 1 : 0);
  graph.ops = {{builtin::kFullyConnected, "", 4, {0, 1, -1}, {2}, {}}};
  graph.inputs = {0};
  graph.outputs = {2};
  return std::move(write_tflite(graph)).value();
}

TEST_P(ExportLibrary, ASensorTakesRawSamplesAndComputesItsFeaturesInside) {
  struct Case {
    const char* score;
    std::vector<std::string> labels;
    const char* said;
  };
  // Of the sample {1, -2, 3, -4}: features {-1, 2, -3, 4} of 0.5 each, outputs {-0.5, 1, -1.5, 2}.
  // Energy: (0.25 + 1 + 2.25 + 4) / 4 = 1.875.
  const Case cases[] = {{"", {"a", "b", "c", "d"}, "d 2.00\n"},
                        {"", {}, "-0.5 1 -1.5 2 \n"},
                        {"energy", {}, "anomaly 1.875\n"}};
  for (const Case& c : cases) {
    SensorOptions sensor = four_bytes();
    sensor.labels = c.labels, sensor.score = c.score, sensor.threshold = 1.5;
    const Path folder = work_folder(std::string("sensor_") + GetParam() + c.score +
                                    std::to_string(c.labels.size()));
    const auto report = export_library(
        {.model = doubling_model(), .name = "nose", .sensor = sensor, .folder = folder});
    ASSERT_TRUE(report.ok()) << report.error().message;
    ASSERT_EQ(build(folder, GetParam()), "");
    ASSERT_TRUE(write_file(folder / "samples.raw", Bytes{1, 0xFE, 3, 0xFC}).ok());
    const auto run = run_process(
        {(folder / "build/nose_example").string(), "samples.raw", "bytes.bin"}, {.folder = folder});
    ASSERT_EQ(run.value().exit_code, 0) << run.value().errors;
    EXPECT_EQ(run.value().output, c.said);
    EXPECT_EQ(read_bytes(folder / "bytes.bin").value(),
              (Bytes{0xFF, 2, 0xFD, 4, 0xFE, 4, 0xFA, 8}));
    ASSERT_TRUE(write_file(folder / "cut.raw", Bytes{1, 2, 3}).ok());
    const auto cut =
        run_process({(folder / "build/nose_example").string(), "cut.raw"}, {.folder = folder});
    EXPECT_EQ(cut.value().exit_code, 1);
    EXPECT_EQ(cut.value().errors, "cut.raw has 3 bytes, expected whole samples of 4 bytes\n");
  }
}

INSTANTIATE_TEST_SUITE_P(Compilers, ExportLibrary, ::testing::Values("g++", "clang++"));

TEST(ExportLibraryErrors, ANameWithoutLettersIsRefused) {
  const auto report = export_library({.name = "--"});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message,
            "the library's name is '--', and that gives no name for a namespace; use letters");
}

TEST(ExportLibraryErrors, BytesThatAreNoModelAreRefused) {
  EXPECT_FALSE(export_library({.model = Bytes(10)}).ok());
}

TEST(ExportLibraryErrors, AFolderThatCannotBeWrittenIsNamed) {
  TADPOLE_SHARED_OR_SKIP(file, "models/hello_world_int8.tflite");
  const auto report =
      export_library({.model = read_bytes(file).value(), .folder = "/proc/nowhere"});
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().message.find("/proc/nowhere"), std::string::npos)
      << report.error().message;
}

}  // namespace
}  // namespace tadpole
