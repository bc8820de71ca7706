// SPDX-License-Identifier: Apache-2.0
// For tests: every layer of the registry in a small net around it.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tadpole {

// What stands in the recipe when the kind alone is not enough.
inline const std::map<std::string, std::string> kLayerLines = {
    {"conv1d", "conv1d filters=5 kernel=3 stride=2"},
    {"conv2d", "conv2d filters=5 kernel=3x2 stride=2x1"},
    {"depthwise_conv2d", "depthwise_conv2d kernel=3x3 depth_multiplier=2"},
    {"dense", "dense units=7"},
    {"reshape", "reshape shape=3x4x5"},
    {"add", "add from=block"},
    {"dropout", "dropout rate=0.3"},
    {"multiply", "multiply with=block"},
    {"concatenate", "concatenate with=block"},
    {"conv2d_transpose", "conv2d_transpose filters=4 kernel=3x2 stride=2x1"},
    {"svdf", "svdf units=4 memory=3 returns=all"},
    {"upsampling", "upsampling size=2x1"},
    {"embedding", "embedding entries=4 units=5"},
    {"gru", "gru units=4 return_sequences=true"},
    {"lstm", "lstm units=4"},
};
// Layers over time read {T,1,C}.
inline const std::set<std::string> kOverTime = {"conv1d", "gru", "lstm"};

// The layer between dense layers: the first makes its input an image that every parameter of it
// moves.
inline std::vector<std::string> lines_around(const std::string& kind) {
  const auto given = kLayerLines.find(kind);
  if (kind == "embedding") return {given->second, "flatten", "dense units=3"};
  std::vector<std::string> lines = {
      "dense units=60", kOverTime.contains(kind) ? "reshape shape=10x1x6" : "reshape shape=5x4x3",
      "depthwise_conv2d kernel=1x1 name=block"};
  if (kind == "dense") lines.emplace_back("flatten");
  lines.push_back(given == kLayerLines.end() ? kind : given->second);
  lines.insert(lines.end(), {"flatten", "dense units=3"});
  return lines;
}

}  // namespace tadpole
