// SPDX-License-Identifier: Apache-2.0
// Host = board = page: one application (features, model, smoothing), built by arm-none-eabi-g++ and
// run in QEMU, and built by g++, clang++ and em++ and run here and in node, writes the same bytes.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>

#include "core/base/process.h"
#include "core/base/rng.h"
#include "core/data/dataset.h"
#include "core/tflite/tflite.h"
#include "device/model/builtin.h"
#include "device/stream/posterior_smoother.h"
#include "kit/deploy/deploy_to_board.h"
#include "kit/qemu_board.h"

namespace tadpole {
namespace {

// A folder of this test run, removed at its end.
struct TestFolder {
  Path path =
      std::filesystem::temp_directory_path() / ("tadpole_parity_" + std::to_string(::getpid()));
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};
const Path& test_folder() {
  static const TestFolder folder;
  return folder.path;
}

constexpr int kLabels = 4;

GraphTensor int8_tensor(const std::string& name, std::vector<int> shape, float scale,
                        int zero_point) {
  return {name, DType::int8, std::move(shape), {{scale}, {zero_point}, 0}, {}, false};
}

GraphTensor random_weights(const std::string& name, std::vector<int> shape,
                           std::vector<float> scales, int axis, Rng& rng) {
  GraphTensor tensor = int8_tensor(name, std::move(shape), 1.0F, 0);
  tensor.quantization = {scales, std::vector<std::int64_t>(scales.size(), 0), axis};
  for (std::size_t i = 0; i < tensor.elements(); ++i)
    tensor.data.push_back(static_cast<std::uint8_t>(rng.below(256)));
  return tensor;
}

GraphTensor random_bias(const std::string& name, std::size_t size, std::vector<float> scales,
                        Rng& rng) {
  GraphTensor tensor{name, DType::int32, {static_cast<int>(size)}, {}, {}, false};
  tensor.quantization = {scales, std::vector<std::int64_t>(scales.size(), 0), 0};
  for (std::size_t i = 0; i < size; ++i) {
    const auto value = static_cast<std::int32_t>(rng.below(20000)) - 10000;
    std::uint8_t bytes[4];
    std::memcpy(bytes, &value, 4);
    tensor.data.insert(tensor.data.end(), bytes, bytes + 4);
  }
  return tensor;
}

// The shape of tiny_conv: depthwise 10x8 with 8 channels and stride 2, relu, dense, softmax;
// weights by chance.
Bytes tiny_conv(int rows, int columns, float input_scale, int input_zero_point) {
  constexpr int kChannels = 8;
  Rng rng(42);
  const int out_rows = (rows + 1) / 2;
  const int out_columns = (columns + 1) / 2;
  const int flat = out_rows * out_columns * kChannels;
  std::vector<float> scales;
  std::vector<float> bias_scales;
  for (int c = 0; c < kChannels; ++c) {
    scales.push_back(0.002F + 0.0007F * static_cast<float>(c));
    bias_scales.push_back(scales.back() * input_scale);
  }
  Graph graph;
  graph.tensors = {int8_tensor("features", {1, rows, columns, 1}, input_scale, input_zero_point),
                   random_weights("filter", {1, 10, 8, kChannels}, scales, 3, rng),
                   random_bias("filter_bias", kChannels, bias_scales, rng),
                   int8_tensor("conv", {1, out_rows, out_columns, kChannels}, 0.1F, -128),
                   random_weights("weights", {kLabels, flat}, {0.002F}, 0, rng),
                   random_bias("bias", kLabels, {0.0002F}, rng),
                   int8_tensor("logits", {1, kLabels}, 0.05F, 3),
                   int8_tensor("probabilities", {1, kLabels}, 1.0F / 256.0F, -128)};
  GraphOp conv{builtin::kDepthwiseConv2d, "", 3, {0, 1, 2}, {3}, {}};
  conv.options.padding = Padding::same;
  conv.options.stride_w = conv.options.stride_h = 2;
  conv.options.depth_multiplier = kChannels;
  conv.options.activation = Activation::relu;
  graph.ops = {conv,
               {builtin::kFullyConnected, "", 4, {3, 4, 5}, {6}, {}},
               {builtin::kSoftmax, "", 2, {6}, {7}, {}}};
  graph.inputs = {0};
  graph.outputs = {7};
  return std::move(write_tflite(graph)).value();
}

GraphTensor int16_tensor(std::string name, std::vector<int> shape, float scale) {
  return {.name = std::move(name),
          .type = DType::int16,
          .shape = std::move(shape),
          .quantization = {.scale = {scale}, .zero_point = {0}, .axis = 0},
          .data = {}};
}

// One layer that remembers the last 20 rows, two filters to a unit, then a softmax; weights by
// chance.
Bytes svdf_stream(int columns, float input_scale, int input_zero_point) {
  constexpr int kFilters = 2 * kLabels, kMemory = 20;
  Rng rng(43);
  GraphTensor time = int16_tensor("time", {kFilters, kMemory}, 1e-4F);
  for (int i = 0; i < kFilters * kMemory; ++i) {
    const auto weight = static_cast<std::int16_t>(3000.0 * rng.normal());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&weight);
    time.data.insert(time.data.end(), bytes, bytes + sizeof weight);
  }
  GraphTensor state = int16_tensor("state", {1, kFilters * kMemory}, 0.002F);
  state.is_variable = true;
  Graph graph;
  graph.tensors = {int8_tensor("row", {1, columns}, input_scale, input_zero_point),
                   random_weights("feature", {kFilters, columns}, {0.004F}, 0, rng),
                   std::move(time),
                   random_bias("bias", kLabels, {0.002F * 1e-4F}, rng),
                   std::move(state),
                   int8_tensor("logits", {1, kLabels}, 0.05F, 3),
                   int8_tensor("probabilities", {1, kLabels}, 1.0F / 256.0F, -128)};
  GraphOp svdf{builtin::kSvdf, "", 3, {0, 1, 2, 3, 4}, {5}, {}};
  svdf.options.rank = 2;
  svdf.options.activation = Activation::relu;
  GraphOp softmax{builtin::kSoftmax, "", 2, {5}, {6}, {}};
  softmax.options.beta = 8.0F;  // sure enough to be heard
  graph.ops = {svdf, softmax};
  graph.inputs = {0};
  graph.outputs = {6};
  return std::move(write_tflite(graph)).value();
}

// A chirp with noise, other pitch and loudness for every seed; the last tenth is silence.
std::vector<std::int16_t> sound(std::uint64_t seed, int samples) {
  Rng rng(seed);
  std::vector<std::int16_t> clip(static_cast<std::size_t>(samples));
  double phase = 0.0;
  for (int i = 0; i < samples * 9 / 10; ++i) {
    phase += 0.02 + 0.5 * static_cast<double>((i * static_cast<int>(seed + 1)) % 16000) / 16000.0;
    clip[static_cast<std::size_t>(i)] =
        static_cast<std::int16_t>(9000.0 * std::sin(phase) + 2000.0 * rng.normal());
  }
  return clip;
}

struct Case {
  const char* name;
  FeatureOptions features;
  float input_scale;
  int input_zero_point;
  int rows, columns;
  bool streams = false;
};
const Case kCases[] = {
    {"micro_frontend", {}, 26.0F / 256.0F, -128, 49, 40},
    {"mfcc_float",
     {.kind = "mfcc", .arithmetic = "float", .low_hz = 20.0, .high_hz = 4000.0},
     0.6F,
     80,
     49,
     10},
    {"stream", {}, 26.0F / 256.0F, -128, 49, 40, true},
};

struct Deployed {
  DeployReport report;
  Bytes results;       // without the instruction counts
  std::string stream;  // what it heard in a long recording
};

// The results without the two counts of every clip: a hosted program counts nothing.
Bytes without_counts(const Bytes& results, std::size_t clips) {
  Bytes kept;
  const std::size_t row = results.size() / clips;
  for (std::size_t i = 0; i < clips; ++i) {
    kept.insert(kept.end(), results.begin() + static_cast<std::ptrdiff_t>(i * row),
                results.begin() + static_cast<std::ptrdiff_t>((i + 1) * row - 8));
  }
  return kept;
}

std::string without_stack(const std::string& serial) {
  return serial.substr(0, serial.find("stack: "));
}

constexpr std::size_t kClips = 4;

DeployRequest request_of(const Case& c) {
  SpotterOptions spotter{
      .features = c.features, .labels = {"silence", "unknown", "yes", "no"}, .streams = c.streams};
  spotter.smoothing.threshold = 40;  // weights by chance are seldom sure
  spotter.smoothing.suppression_ms = 300;
  DeployRequest request{
      .model = c.streams ? svdf_stream(c.columns, c.input_scale, c.input_zero_point)
                         : tiny_conv(c.rows, c.columns, c.input_scale, c.input_zero_point),
      .spotter = spotter,
      .folder = test_folder() / c.name};
  for (std::size_t i = 0; i < kClips; ++i) request.clips.push_back(sound(i, kClipSamples));
  return request;
}

void write_stream(const Path& folder) {
  const std::vector<std::int16_t> samples = sound(7, 6 * kClipSamples);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(samples.data());
  ASSERT_TRUE(write_file(folder / "stream.raw", std::span(bytes, samples.size() * 2)).ok());
}

Deployed deploy_case(const Case& c) {
  Deployed deployed;
  SilentProgress progress;
  const auto report = deploy_to_board(request_of(c), progress);
  if (!report.ok()) {
    ADD_FAILURE() << report.error().message;
    return deployed;
  }
  deployed.report = report.value();
  const Path run = deployed.report.folder / "run";
  deployed.results = without_counts(read_bytes(run / "results.bin").value(), kClips);
  const Path stream_run = deployed.report.folder / "stream";
  std::filesystem::create_directories(stream_run);
  write_stream(stream_run);
  const auto stream = run_on_qemu(deployed.report.folder / "image.elf", {.folder = stream_run});
  EXPECT_TRUE(stream.ok());
  if (stream.ok()) deployed.stream = without_stack(stream.value().serial);
  return deployed;
}

// What the board gives, made once per case for all compilers.
const Deployed& on_board(std::size_t index) {
  static std::map<std::size_t, Deployed> made;
  const auto found = made.find(index);
  return found != made.end() ? found->second
                             : made.emplace(index, deploy_case(kCases[index])).first->second;
}

bool board_tools_there() {
  return !find_program("make").empty() && !find_program("arm-none-eabi-g++").empty() &&
         !find_program("qemu-system-arm").empty();
}

struct Compiler {
  const char* program;
  const char* flags;
  const char* runner;  // what runs the result; "" : it runs by itself
};
// SINGLE_FILE: node 18 and later cannot fetch a .wasm file beside the script as this em++ wants.
const Compiler kCompilers[] = {
    {"g++", "", ""},
    {"clang++", "", ""},
    {"em++", "-sNODERAWFS=1 -sEXIT_RUNTIME=1 -sSINGLE_FILE=1", "node"},
};

class Parity : public ::testing::TestWithParam<std::tuple<std::size_t, std::size_t>> {
 protected:
  const Compiler& compiler() const { return kCompilers[std::get<0>(GetParam())]; }
  std::size_t which() const { return std::get<1>(GetParam()); }

  void SetUp() override {
    if (!board_tools_there())
      GTEST_SKIP() << "make, arm-none-eabi-g++ or qemu-system-arm is not installed";
    for (const std::string tool : {compiler().program, compiler().runner}) {
      if (!tool.empty() && find_program(tool).empty()) GTEST_SKIP() << tool << " is not installed";
    }
  }

  // Debian's em++ looks for its helpers where Debian's node would.
  Result<ProcessRun> build() const {
    return run_process({"env", "NODE_PATH=/usr/share/nodejs", "make", "-s", "-B", "hosted",
                        std::string("HOST_CXX=") + compiler().program,
                        std::string("HOST_FLAGS=") + compiler().flags},
                       {.folder = on_board(which()).report.folder, .timeout_s = 600});
  }

  Result<ProcessRun> run(const Path& folder) const {
    std::vector<std::string> words = {"../hosted"};
    if (*compiler().runner != '\0') words.insert(words.begin(), compiler().runner);
    return run_process(words, {.folder = folder});
  }
};

TEST_P(Parity, FeaturesOutputsAndWordsHeardAreThoseOfTheBoard) {
  const Deployed& board = on_board(which());
  ASSERT_TRUE(board.report.host_equal) << board.report.difference;
  const auto built = build();
  ASSERT_TRUE(built.ok()) << built.error().message;
  ASSERT_EQ(built.value().exit_code, 0) << built.value().errors;
  EXPECT_EQ(built.value().errors, "") << "warnings";

  std::filesystem::remove(board.report.folder / "run/results.bin");
  const auto clips = run(board.report.folder / "run");
  ASSERT_TRUE(clips.ok() && clips.value().exit_code == 0) << clips.value().errors;
  EXPECT_EQ(without_stack(clips.value().output), without_stack(board.report.serial));
  const auto results = read_bytes(board.report.folder / "run/results.bin");
  ASSERT_TRUE(results.ok());
  EXPECT_TRUE(without_counts(results.value(), kClips) == board.results) << "bytes differ";

  const auto stream = run(board.report.folder / "stream");
  ASSERT_TRUE(stream.ok() && stream.value().exit_code == 0) << stream.value().errors;
  EXPECT_EQ(without_stack(stream.value().output), board.stream);
  EXPECT_NE(board.stream.find(" s: heard "), std::string::npos)
      << "nothing was heard, so nothing was compared";
}

// What the firmware prints of a word, from the host's own features, executor and smoothing.
std::string heard_line(std::int32_t time_ms, const device::Heard& heard, const std::string& label) {
  const auto hundredths = (static_cast<unsigned>(heard.score) * 100 + 128) / 256;
  char line[80];
  std::snprintf(line, sizeof line, "%d.%d s: heard %s %u.%02u\n", time_ms / 1000,
                time_ms / 100 % 10, label.c_str(), hundredths / 100, hundredths % 100);
  return line;
}

std::string heard_by_host(const Case& c, const std::vector<std::int16_t>& recording) {
  const DeployRequest request = request_of(c);
  const SpotterOptions& spotter = *request.spotter;
  TfliteExecutor model = std::move(TfliteExecutor::create(request.model)).value();
  const auto extractor = std::move(FeatureExtractor::create(c.features)).value();
  const int rows = extractor->rows(recording.size());
  const auto columns = static_cast<std::size_t>(c.columns);
  std::vector<std::int8_t> features(static_cast<std::size_t>(rows) * columns);
  extractor->extract_int8(recording, c.input_scale, c.input_zero_point, features);
  device::SmootherOptions smoothing = spotter.smoothing;
  smoothing.rest_class = 0;
  device::PosteriorSmoother<kLabels, 64> smoother(smoothing);
  std::string text;
  for (int row = 0; row < rows; ++row) {
    std::memcpy(model.input(0).data(), features.data() + static_cast<std::size_t>(row) * columns,
                columns);
    EXPECT_TRUE(model.run().ok());
    if (row + 1 < c.rows || (row + 1 - c.rows) % 5 != 0) continue;  // a look every 100 ms
    std::array<std::uint8_t, kLabels> scores{};
    for (std::size_t i = 0; i < scores.size(); ++i)  // 1/256 a step, from -128
      scores[i] = static_cast<std::uint8_t>(static_cast<std::int8_t>(model.output(0)[i]) + 128);
    const std::int32_t time_ms = 30 + 20 * row;
    const device::Heard heard = smoother.add(time_ms, scores.data());
    const std::string& label = spotter.labels[static_cast<std::size_t>(heard.label)];
    if (heard.is_new && label != "silence" && label != "unknown")
      text += heard_line(time_ms, heard, label);
  }
  return text;
}

TEST(ParityOfStreams, the_host_hears_row_by_row_what_the_board_hears_at_the_same_times) {
  if (!board_tools_there())
    GTEST_SKIP() << "make, arm-none-eabi-g++ or qemu-system-arm is not installed";
  constexpr std::size_t kStream = 2;
  ASSERT_TRUE(kCases[kStream].streams);
  EXPECT_EQ(on_board(kStream).stream, heard_by_host(kCases[kStream], sound(7, 6 * kClipSamples)));
}

std::string case_name(const ::testing::TestParamInfo<std::tuple<std::size_t, std::size_t>>& info) {
  static const char* const compilers[] = {"gcc", "clang", "emscripten"};
  return std::string(compilers[std::get<0>(info.param)]) + "_" +
         kCases[std::get<1>(info.param)].name;
}
INSTANTIATE_TEST_SUITE_P(Compilers, Parity,
                         ::testing::Combine(::testing::Range<std::size_t>(0, 3),
                                            ::testing::Range<std::size_t>(0, std::size(kCases))),
                         case_name);

}  // namespace
}  // namespace tadpole
