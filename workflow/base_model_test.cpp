// SPDX-License-Identifier: Apache-2.0
#include "workflow/base_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/tflite/tflite.h"
#include "core/train/model_file.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

ModelSpec small_spec() {
  ModelSpec spec{.input = {8, 8, 3}, .layers = {}};
  for (const char* line : {"conv2d filters=4 kernel=3x3 stride=2x2", "relu", "global_average_pool",
                           "dropout rate=0.2", "dense units=2", "softmax"})
    spec.layers.push_back(parse_layer(line).value());
  return spec;
}

class BaseModelTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tadpole_base_model_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    Model model = Model::create(small_spec()).value();
    model.initialize(1);
    ASSERT_TRUE(write_file(folder_ / "small.tflite", write_tflite(model.lower()).value()).ok());
    ASSERT_TRUE(save_model(model, folder_ / "small.tadpole").ok());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string refusal(const std::string& base) const {
    const Result<BaseModel> loaded = load_base(base, folder_);
    return loaded.ok() ? "accepted" : loaded.error().message;
  }
  std::string refusal(const ModelOptions& options, std::array<int, 3> input = {8, 8, 3}) const {
    const BaseModel base = load_base("small.tflite", folder_).value();
    const auto built = build_on_base(base, options, input, 5, true);
    return built.ok() ? "accepted" : built.error().message;
  }
  std::vector<std::string> lines(const std::string& file, const ModelOptions& options) const {
    const BaseModel base = load_base(file, folder_).value();
    const auto built = build_on_base(base, options, {8, 8, 3}, 5, true);
    EXPECT_TRUE(built.ok());
    std::vector<std::string> kinds;
    for (const LayerSpec& layer : built.value().spec.layers) kinds.push_back(layer.kind);
    return kinds;
  }
  fs::path folder_;
};

using Lines = std::vector<std::string>;

TEST_F(BaseModelTest, a_tflite_file_loses_its_decision_and_gets_another) {
  EXPECT_TRUE(load_base("small.tflite", folder_).value().needs_head);
  EXPECT_EQ(lines("small.tflite", {}),
            (Lines{"conv2d", "relu", "global_average_pool", "dense", "softmax"}));
}

TEST_F(BaseModelTest, a_project_s_model_loses_the_dropout_before_its_decision_too) {
  EXPECT_FALSE(load_base("small.tadpole", folder_).value().needs_head);
  EXPECT_EQ(lines("small.tadpole", {}),
            (Lines{"conv2d", "relu", "global_average_pool", "dense", "softmax"}));
}

TEST_F(BaseModelTest, the_recipe_s_head_follows_the_layer_named) {
  const ModelOptions options{.base_until = "relu_2", .head = {"flatten", "dense units=5"}};
  EXPECT_EQ(lines("small.tadpole", options), (Lines{"conv2d", "relu", "flatten", "dense"}));
}

TEST_F(BaseModelTest, maps_without_a_head_are_averaged_first) {
  EXPECT_EQ(lines("small.tadpole", {.base_until = "relu_2"}),
            (Lines{"conv2d", "relu", "global_average_pool", "dense", "softmax"}));
}

TEST_F(BaseModelTest, units_classes_is_as_many_as_there_are) {
  const BaseModel base = load_base("small.tadpole", folder_).value();
  const auto built = build_on_base(base, {.head = {"dense units=classes"}}, {8, 8, 3}, 5, true);
  EXPECT_EQ(layer_text(built.value().spec.layers.back()), "dense units=5");
}

TEST_F(BaseModelTest, a_new_project_takes_the_shape_and_range_of_its_base) {
  Recipe recipe = template_recipe("image").value();
  ASSERT_TRUE(start_on_base(recipe, "mobilenet_v1_96").ok());
  EXPECT_EQ(recipe.image.width, 96);
  EXPECT_EQ(recipe.image.colour, "rgb");
  EXPECT_EQ(recipe.image.normalise, "signed");
  EXPECT_EQ(recipe.model.base, "mobilenet_v1_96");
}

TEST_F(BaseModelTest, a_backbone_of_another_template_is_refused) {
  Recipe recipe = template_recipe("image").value();
  const Outcome done = start_on_base(recipe, "keyword_49x40");
  ASSERT_FALSE(done.ok());
  EXPECT_NE(done.error().message.find("serves the template keyword"), std::string::npos);
}

TEST_F(BaseModelTest, a_misspelt_layer_is_answered_with_those_there_are) {
  EXPECT_NE(
      refusal(ModelOptions{.base_until = "rellu_2"}).find("'rellu_2' (did you mean 'relu_2'?)"),
      std::string::npos)
      << refusal(ModelOptions{.base_until = "rellu_2"});
}

TEST_F(BaseModelTest, another_input_is_refused_with_both_shapes) {
  EXPECT_NE(refusal(ModelOptions{}, {16, 8, 1}).find("takes 8x8x3"), std::string::npos);
  EXPECT_NE(refusal(ModelOptions{}, {16, 8, 1}).find("features are 16x8x1"), std::string::npos);
}

TEST_F(BaseModelTest, a_name_that_is_no_file_is_answered_with_the_backbones) {
  EXPECT_NE(refusal("mobilenet_v1_69").find("mobilenet_v1_96"), std::string::npos);
}

TEST_F(BaseModelTest, a_damaged_file_is_refused_by_name) {
  Bytes bytes = read_bytes(folder_ / "small.tflite").value();
  bytes.resize(bytes.size() / 2);
  ASSERT_TRUE(write_file(folder_ / "cut.tflite", bytes).ok());
  EXPECT_NE(refusal("cut.tflite").find("cut.tflite"), std::string::npos);
}

TEST_F(BaseModelTest, a_file_of_another_kind_is_refused_without_advice_to_delete_it) {
  ASSERT_TRUE(write_file(folder_ / "notes.txt", std::string("these are no weights")).ok());
  EXPECT_NE(refusal("notes.txt").find("is no .tflite file and no model.tadpole"),
            std::string::npos);
  EXPECT_EQ(refusal("notes.txt").find("delete"), std::string::npos);
}

// Every backbone is a network that takes what its template gives.
TEST(Backbones, are_read_from_this_program) {
  for (const Backbone& b : backbones()) {
    const Result<BaseModel> base = load_base(b.name, "/nowhere");
    ASSERT_TRUE(base.ok()) << base.error().message;
    EXPECT_TRUE(base.value().needs_head);
    EXPECT_LT(base.value().range.low, base.value().range.high);
    EXPECT_EQ(base.value().model.input_shape(), b.input) << b.name;
    EXPECT_GT(base.value().model.parameters().size(), 20000U);
  }
}

// ---- other people's int8 models, run as float ----

std::vector<float> dequantized(std::span<const std::uint8_t> bytes, const Quantization& q) {
  std::vector<float> real;
  for (const std::uint8_t b : bytes)
    real.push_back(q.scale[0] * (static_cast<float>(static_cast<std::int8_t>(b)) -
                                 static_cast<float>(q.zero_point[0])));
  return real;
}

// The largest difference between the int8 model's answers and those of the float model made of it,
// over `count` inputs of noise.
double farthest(const fs::path& file, int count) {
  Result<TfliteExecutor> executor = TfliteExecutor::create(read_bytes(file).value());
  EXPECT_TRUE(executor.ok()) << executor.error().message;
  Result<BaseModel> base = load_base(file.string(), "");
  EXPECT_TRUE(base.ok()) << base.error().message;
  const Graph& graph = executor.value().graph();
  const auto& in = graph.tensors[static_cast<std::size_t>(graph.inputs[0])].quantization;
  const auto& out = graph.tensors[static_cast<std::size_t>(graph.outputs[0])].quantization;
  Rng rng(4);
  double worst = 0.0;
  for (int i = 0; i < count; ++i) {
    const auto input = executor.value().input(0);
    // Slow waves, as pictures have; white noise would be averaged away.
    const double pace = rng.uniform(0.001, 0.01);
    for (std::size_t k = 0; k < input.size(); ++k)
      input[k] = static_cast<std::uint8_t>(
          static_cast<std::int8_t>(100.0 * std::sin(pace * static_cast<double>(k))));
    const std::vector<float> x = dequantized({input.data(), input.size()}, in);
    EXPECT_TRUE(executor.value().run().ok());
    const std::vector<float> wanted = dequantized(executor.value().output(0), out);
    std::vector<float> got(wanted.size());
    base.value().model.predict(x, 1, got);
    for (std::size_t k = 0; k < wanted.size(); ++k)
      worst = std::max(worst, std::abs(static_cast<double>(got[k]) - wanted[k]));
  }
  return worst;
}

// The tolerance is int8's own error on probabilities, not that of the import.
TEST(ForeignBase, answers_of_int8_networks_stay_close) {
  for (const char* name :
       {"vww_mobilenet_int8", "ic_resnet8_int8", "kws_dscnn_int8", "person_detect_int8"}) {
    TADPOLE_SHARED_OR_SKIP(file, std::string("models/") + name + ".tflite");
    EXPECT_LT(farthest(file, 4), 0.15) << name;
  }
}

TEST(ForeignBase, an_operator_that_does_not_train_is_named) {
  TADPOLE_SHARED_OR_SKIP(file, "models/keyword_scrambled_svdf_int8.tflite");
  const auto base = load_base(file.string(), "");
  ASSERT_FALSE(base.ok());
  EXPECT_NE(base.error().message.find("operator"), std::string::npos) << base.error().message;
}

}  // namespace
}  // namespace tadpole
