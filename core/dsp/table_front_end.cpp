// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/table_front_end.h"

#include <fmt/format.h>

#include <cstring>
#include <vector>

namespace tadpole {
namespace {

class TableHost final : public SampleFrontEnd {
 public:
  explicit TableHost(TableFeatures features) : features_(std::move(features)) {}

  std::array<int, 3> shape() const override { return {1, 1, features_.outputs()}; }
  bool takes(std::array<int, 3> shape) const override {
    return shape[0] * shape[1] * shape[2] == features_.inputs();
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3>,
            std::span<float> features) const override {
    features_.encode(row_of(stored), features);
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3>, device::Quantization input,
            std::span<std::int8_t> features) const override {
    features_.encode_int8(row_of(stored), input, features);
  }
  std::string fingerprint() const override { return "table;" + features_.fingerprint(); }

  nlohmann::json to_json() const override {
    nlohmann::json json = features_.to_json();
    json["kind"] = "table";
    return json;
  }

  DeviceFrontEnd device(std::array<int, 3>) const override {
    const std::string definition =
        features_.source("kColumns") +
        fmt::format(
            "\n// A row of {0} numbers, as floats.\n"
            "struct Row {{\n"
            "  static constexpr std::size_t kRawBytes = {0} * sizeof(float);\n"
            "  tadpole::device::Quantization input;\n"
            "  void plan(tadpole::device::Quantization model_input) {{ input = model_input; }}\n"
            "  void extract(const void* raw, std::int8_t* features) {{\n"
            "    tadpole::device::encode_row_int8(kColumns.data(), {0},\n"
            "                                     static_cast<const float*>(raw), input, "
            "features);\n"
            "  }}\n"
            "}};\n",
            features_.inputs());
    return {{"device/dsp/table_encoder.h"}, definition, "Row"};
  }

 private:
  // The bytes of a set lie where floats may: SampleSet keeps them so.
  static std::span<const float> row_of(std::span<const std::uint8_t> stored) {
    return {reinterpret_cast<const float*>(stored.data()), stored.size() / sizeof(float)};
  }
  TableFeatures features_;
};

}  // namespace

Result<std::unique_ptr<SampleFrontEnd>> table_front_end_from_json(const nlohmann::json& json) {
  return std::unique_ptr<SampleFrontEnd>(
      std::make_unique<TableHost>(TADPOLE_TRY(TableFeatures::from_json(json))));
}

Result<std::unique_ptr<SampleFrontEnd>> make_table_front_end(const TableFeatureOptions& options,
                                                             const SampleSet& set) {
  return std::unique_ptr<SampleFrontEnd>(
      std::make_unique<TableHost>(TADPOLE_TRY(TableFeatures::fit(set, options))));
}

}  // namespace tadpole
