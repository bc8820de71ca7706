// SPDX-License-Identifier: Apache-2.0
// Ready-made models. Sources: tiny_conv: TensorFlow's micro_speech example, 2019. ds_cnn: Zhang et
// al.: Hello Edge, arXiv:1711.07128, 2017, in the form of MLPerf Tiny keyword spotting, 2021.
#include "core/base/text.h"
#include "core/nn/model.h"

namespace tadpole {
namespace {

std::vector<std::string> tiny_conv() {
  return {"conv2d filters=8 kernel=10x8 stride=2x2 padding=same", "relu", "dropout rate=0.5",
          "flatten"};
}

std::vector<std::string> ds_cnn() {
  std::vector<std::string> lines = {
      "conv2d filters=64 kernel=10x4 stride=2x2 padding=same use_bias=false", "batch_norm", "relu",
      "dropout rate=0.2"};
  for (int block = 0; block < 4; ++block) {
    for (const char* line :
         {"depthwise_conv2d kernel=3x3 padding=same use_bias=false", "batch_norm", "relu",
          "conv2d filters=64 kernel=1x1 use_bias=false", "batch_norm", "relu"}) {
      lines.emplace_back(line);
    }
  }
  lines.emplace_back("dropout rate=0.4");
  lines.emplace_back("global_average_pool");
  return lines;
}

}  // namespace

std::vector<std::string> reference_model_names() { return {"tiny_conv", "ds_cnn"}; }

Result<ModelSpec> reference_model(const std::string& name, std::array<int, 3> input, int classes) {
  const std::vector<std::string> names = reference_model_names();
  std::vector<std::string> lines;
  if (name == "tiny_conv") {
    lines = tiny_conv();
  } else if (name == "ds_cnn") {
    lines = ds_cnn();
  } else {
    return wrong_use("there is no model '" + name + "'" + did_you_mean(name, names) +
                     "; ready-made: " + join(names, ", "));
  }
  lines.push_back("dense units=" + std::to_string(classes));
  lines.emplace_back("softmax");
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : lines) spec.layers.push_back(TADPOLE_TRY(parse_layer(line)));
  return spec;
}

}  // namespace tadpole
