// SPDX-License-Identifier: Apache-2.0
// For tests: reads goldens/*.json (goldens/README.md) and files of numbers under shared/.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/nn/classical/rows.h"

namespace tadpole {

inline nlohmann::json classical_golden(const std::string& name) {
  const Path folder = Path(TADPOLE_SOURCE_DIR) / "core" / "nn" / "classical" / "goldens";
  const Result<std::string> text = read_text(folder / (name + ".json"));
  EXPECT_TRUE(text.ok()) << text.error().message;
  return text.ok() ? parse_json(text.value()) : nlohmann::json();
}

inline std::vector<float> floats(const nlohmann::json& j) { return j.get<std::vector<float>>(); }
inline std::vector<double> doubles(const nlohmann::json& j) { return j.get<std::vector<double>>(); }
inline std::vector<int> ints(const nlohmann::json& j) { return j.get<std::vector<int>>(); }

template <typename A>
void expect_near(const A& got, const std::vector<double>& expected, double tolerance,
                 const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(static_cast<double>(got[i]), expected[i], tolerance) << what << " " << i;
}

// A file of numbers and commas; `skip` lines at its start are names.
inline std::vector<std::vector<double>> number_file(const Path& file, std::size_t skip) {
  std::vector<std::vector<double>> rows;
  const std::vector<std::string> lines = split_lines(read_text(file).value());
  for (std::size_t i = skip; i < lines.size(); ++i) {
    rows.emplace_back();
    for (const std::string& field : split(lines[i], ',')) rows.back().push_back(*parse_real(field));
  }
  return rows;
}

// DataRows and, in the last column, their labels.
struct LabelledRows {
  std::vector<float> values = {};
  std::vector<int> labels = {};
  std::size_t columns = 0;
  DataRows rows() const { return {values, columns}; }
};
inline LabelledRows labelled_file(const Path& file) {
  LabelledRows all;
  for (const std::vector<double>& row : number_file(file, 1)) {
    all.columns = row.size() - 1;
    for (std::size_t j = 0; j < all.columns; ++j) all.values.push_back(static_cast<float>(row[j]));
    all.labels.push_back(static_cast<int>(row.back()));
  }
  return all;
}

template <typename T>
std::string refusal(const Result<T>& result) {
  return result.ok() ? "accepted" : result.error().message;
}

}  // namespace tadpole
