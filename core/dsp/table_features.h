// SPDX-License-Identifier: Apache-2.0
// Fits the encoder of a table (device/dsp/table_encoder.h) on the training rows, and on no others:
// what is learnt from test rows is not there on the device.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/data/sample_set.h"
#include "device/dsp/table_encoder.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct TableFeatureOptions {
  std::string normalise = "standard";  // standard: mean 0, deviation 1; range: 0 to 1; none
  std::vector<std::string> log = {};   // columns taken as sign(x) ln(1+|x|); "skewed": those whose
                                       // skewness is above 3 and falls by it
  bool missing_flags = false;          // an output more per column that misses values in training
  int pieces = 0;  // so many inputs more per column of numbers, each a part between two quantiles
                   // of the training rows; fewer where quantiles are equal; 0: none
  double clip_percent = 0.0;  // numbers are held between this percentile of the training rows and
                              // the one as far from the top; 0: as they are
};
OptionSet describe(TableFeatureOptions& options);

class TableFeatures {
 public:
  // set: kind "table" with splits (finish_samples()). A column that never changes in training gives
  // 0. Fails (wrong_use) without a training row, on another kind, and on an option out of range or
  // a column that is none.
  static Result<TableFeatures> fit(const SampleSet& set, const TableFeatureOptions& options);

  int inputs() const { return static_cast<int>(columns_.size()); }
  int outputs() const { return device::table_outputs(columns_.data(), inputs()); }
  // "age", "job=clerk", "age missing": one per output.
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<device::TableColumn>& columns() const { return columns_; }

  // row: [inputs()], out: [outputs()].
  void encode(std::span<const float> row, std::span<float> out) const;
  // The bytes that the device makes. Expects quantization.scale > 0.
  void encode_int8(std::span<const float> row, device::Quantization quantization,
                   std::span<std::int8_t> out) const;
  // [rows of the split * outputs()], in the order of the samples.
  std::vector<float> encode_split(const SampleSet& set, Split split) const;

  // Text that names the computation exactly: part of the cache key.
  std::string fingerprint() const;
  // C++: a constant array <name> of TableColumn, and a table of the categories' names as comments.
  std::string source(const std::string& name) const;
  nlohmann::json to_json() const;
  // Fails when fields are missing or out of range.
  static Result<TableFeatures> from_json(const nlohmann::json& json);

 private:
  std::vector<device::TableColumn> columns_;
  std::vector<std::string> names_;
};

}  // namespace tadpole
