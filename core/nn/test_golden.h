// SPDX-License-Identifier: Apache-2.0
// For tests: reads the files of goldens/ (format: goldens/README.md).
#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/text.h"

namespace tadpole {

struct TorchGolden {
  std::vector<std::string> layers;
  std::map<std::string, std::vector<float>> values;
  std::map<std::string, std::string> texts;
  std::array<int, 3> input() const {
    const std::vector<float>& v = values.at("input");
    return {static_cast<int>(v[0]), static_cast<int>(v[1]), static_cast<int>(v[2])};
  }
  std::vector<int> labels() const {
    const std::vector<float>& v = values.at("labels");
    return {v.begin(), v.end()};
  }
};

inline std::filesystem::path golden_folder() {
  return std::filesystem::path(TADPOLE_SOURCE_DIR) / "core" / "nn" / "goldens";
}

// The files whose name starts so, sorted.
inline std::vector<std::string> golden_names(const std::string& prefix) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(golden_folder())) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".golden" && name.starts_with(prefix)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline TorchGolden read_golden(const std::string& name) {
  TorchGolden golden;
  const Result<std::string> file = read_text(golden_folder() / (name + ".golden"));
  if (!file.ok()) {
    ADD_FAILURE() << file.error().message;
    return golden;
  }
  const std::string& bytes = file.value();
  std::size_t at = bytes.find('\n') + 1;
  while (at < bytes.size()) {
    const std::size_t end = bytes.find('\n', at);
    const std::string line = bytes.substr(at, end - at);
    const std::size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    const std::size_t count = std::stoul(line.substr(space + 1));
    at = end + 1;
    if (count > 0) {
      golden.values[key].resize(count);
      std::memcpy(golden.values[key].data(), bytes.data() + at, count * sizeof(float));
      at += count * sizeof(float) + 1;
    } else if (const std::size_t text = line.find(' ', space + 1); text != std::string::npos) {
      if (key == "layer") golden.layers.push_back(line.substr(text + 1));
      golden.texts[key] = line.substr(text + 1);
    }
  }
  return golden;
}

// Largest distance, as a share of the largest expected value.
inline double relative_error(std::span<const float> got, const std::vector<float>& expected) {
  EXPECT_EQ(got.size(), expected.size());
  double scale = 1e-12, worst = 0;
  for (std::size_t i = 0; i < std::min(got.size(), expected.size()); ++i) {
    scale = std::max(scale, std::fabs(static_cast<double>(expected[i])));
    const double distance =
        std::fabs(static_cast<double>(got[i]) - static_cast<double>(expected[i]));
    worst = distance <= worst ? worst : distance;  // a NaN stays
  }
  return worst / scale;
}

}  // namespace tadpole
