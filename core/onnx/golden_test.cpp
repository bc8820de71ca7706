// SPDX-License-Identifier: Apache-2.0
// Networks as PyTorch exports them give PyTorch's outputs (goldens/README.md).
#include <filesystem>

#include "core/base/files.h"
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

Path goldens() { return Path(TADPOLE_SOURCE_DIR) / "core" / "onnx" / "goldens"; }

// The values named `name` of a .golden file: "<name> <count>", a line break, float32 values.
std::vector<float> values_of(const std::string& file, const std::string& name) {
  const Bytes bytes = read_bytes(goldens() / (file + ".golden")).value();
  const std::string text(bytes.begin(), bytes.end());
  const std::size_t at = text.find("\n" + name + " ") + name.size() + 2;
  std::vector<float> values(std::stoul(text.substr(at)));
  std::memcpy(values.data(), text.data() + text.find('\n', at) + 1, values.size() * sizeof(float));
  return values;
}

ImportedModel model_of(const std::string& file) {
  Result<ImportedModel> model = import_onnx(read_bytes(goldens() / (file + ".onnx")).value());
  EXPECT_TRUE(model.ok()) << model.error().message;
  return model.ok() ? std::move(model).value() : ImportedModel{};
}

void expect_golden(const std::string& file, const std::string& ops) {
  const ImportedModel model = model_of(file);
  EXPECT_EQ(ops_text(model.graph), ops);
  expect_close(run_imported(model, {values_of(file, "input")}), values_of(file, "output"));
}

TEST(OnnxGolden, mlp_with_batch_norm) {
  expect_golden("mlp", "RESHAPE FULLY_CONNECTED+relu FULLY_CONNECTED SOFTMAX");
}

TEST(OnnxGolden, lenet) {
  expect_golden("lenet",
                "CONV_2D+relu MAX_POOL_2D CONV_2D TANH AVERAGE_POOL_2D RESHAPE FULLY_CONNECTED "
                "LOGISTIC FULLY_CONNECTED");
}

TEST(OnnxGolden, ds_cnn_with_batch_norm) {
  expect_golden("ds_cnn",
                "PAD CONV_2D+relu DEPTHWISE_CONV_2D+relu6 CONV_2D+relu6 DEPTHWISE_CONV_2D+relu6 "
                "CONV_2D+relu6 AVERAGE_POOL_2D RESHAPE FULLY_CONNECTED");
}

TEST(OnnxGolden, residual_block) {
  expect_golden("residual",
                "CONV_2D+relu PAD CONV_2D+relu CONV_2D CONV_2D ADD+relu AVERAGE_POOL_2D RESHAPE "
                "FULLY_CONNECTED");
}

TEST(OnnxGolden, convolutions_over_time_on_windows_as_they_come) {
  expect_golden("conv1d",
                "RESHAPE CONV_2D+relu MAX_POOL_2D CONV_2D LEAKY_RELU RESHAPE FULLY_CONNECTED");
  EXPECT_EQ(model_of("conv1d").inputs.at(0).order_text(), "");
}

TEST(OnnxGolden, block_of_mobilenet_v3) {
  expect_golden(
      "mobile",
      "SUB MUL PAD CONV_2D HARD_SWISH DEPTHWISE_CONV_2D HARD_SWISH AVERAGE_POOL_2D "
      "CONV_2D+relu CONV_2D MUL ADD+relu6 MUL MUL ADD CONCATENATION STRIDED_SLICE CONV_2D");
}

TEST(OnnxGolden, down_and_up_again) {
  expect_golden("painter",
                "PAD CONV_2D LOGISTIC MUL TRANSPOSE_CONV STRIDED_SLICE STRIDED_SLICE STRIDED_SLICE "
                "TRANSPOSE_CONV STRIDED_SLICE STRIDED_SLICE RESIZE_NEAREST_NEIGHBOR MUL ADD+relu6 "
                "CONCATENATION CONV_2D");
}

TEST(OnnxGolden, two_layers_of_lstm) {
  const ImportedModel model = model_of("listener");
  expect_close(run_imported(model, {values_of("listener", "input")}),
               values_of("listener", "output"));
}

TEST(OnnxGolden, a_gru_in_both_directions) {
  const ImportedModel model = model_of("gate");
  expect_close(run_imported(model, {values_of("gate", "input")}), values_of("gate", "output"));
}

TEST(OnnxGolden, bilinear_upsampling) {
  expect_golden("zoom", "CONV_2D RESIZE_BILINEAR CONV_2D RESIZE_BILINEAR RESIZE_BILINEAR");
}

TEST(OnnxGolden, attention) {
  const ImportedModel model = model_of("attention");
  expect_close(run_imported(model, {values_of("attention", "input")}),
               values_of("attention", "output"));
}

}  // namespace
}  // namespace tadpole
