// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstring>
#include <vector>

#include "core/dsp/motion_front_end.h"
#include "device/dsp/stroke_raster.h"

namespace tadpole {
namespace {

class StrokeHost final : public SampleFrontEnd {
 public:
  explicit StrokeHost(const device::StrokeRasterOptions& options) : options_(options) {}
  std::array<int, 3> shape() const override {
    return {options_.side, options_.side, options_.channels};
  }
  bool takes(std::array<int, 3> shape) const override {
    return shape[0] >= 1 && shape[0] <= device::kMostStrokePoints && shape[1] * shape[2] == 2;
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            std::span<float> features) const override {
    std::vector<std::int8_t> pixels(features.size());
    raster(stored, shape, pixels);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      features[i] = static_cast<float>(pixels[i] - device::kRasterZeroPoint) * device::kRasterScale;
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    raster(stored, shape, features);
    device::Quantizer q;
    q.scale = input.scale, q.zero_point = input.zero_point;
    for (std::int8_t& x : features) {
      const float real = static_cast<float>(x - device::kRasterZeroPoint) * device::kRasterScale;
      x = device::quantize(real, q);
    }
  }
  std::string fingerprint() const override {
    return fmt::format("stroke;{};{};{}", options_.side, options_.channels, options_.margin);
  }
  nlohmann::json to_json() const override {
    return {{"kind", "stroke"},
            {"side", options_.side},
            {"channels", options_.channels},
            {"margin", options_.margin}};
  }
  DeviceFrontEnd device(std::array<int, 3> shape) const override {
    const std::string definition = fmt::format(
        "inline constexpr tadpole::device::StrokeRasterOptions kRaster = {{{0}, {1}, {2}}};\n\n"
        "// A stroke of {3} points, x and y as floats.\n"
        "struct Stroke {{\n"
        "  static constexpr std::size_t kRawBytes = {3} * 2 * sizeof(float);\n"
        "  tadpole::device::Quantizer quantizer;\n"
        "  void plan(tadpole::device::Quantization input) {{\n"
        "    quantizer.scale = input.scale, quantizer.zero_point = input.zero_point;\n"
        "  }}\n"
        "  void extract(const void* raw, std::int8_t* features) {{\n"
        "    tadpole::device::rasterize_stroke(kRaster, static_cast<const float*>(raw), {3}, "
        "features);\n"
        "    for (int i = 0; i < {0} * {0} * {1}; ++i) {{\n"
        "      const float real = static_cast<float>(features[i] - "
        "tadpole::device::kRasterZeroPoint) *\n"
        "                         tadpole::device::kRasterScale;\n"
        "      features[i] = tadpole::device::quantize(real, quantizer);\n"
        "    }}\n"
        "  }}\n"
        "}};\n",
        options_.side, options_.channels, options_.margin, shape[0]);
    return {{"device/dsp/quantize.h", "device/dsp/stroke_raster.h"}, definition, "Stroke"};
  }

 private:
  void raster(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
              std::span<std::int8_t> pixels) const {
    device::rasterize_stroke(options_, reinterpret_cast<const float*>(stored.data()), shape[0],
                             pixels.data());
  }
  device::StrokeRasterOptions options_;
};

}  // namespace

Result<std::unique_ptr<SampleFrontEnd>> stroke_front_end_from_json(const nlohmann::json& json) {
  device::StrokeRasterOptions o;
  try {
    json.at("side").get_to(o.side);
    json.at("channels").get_to(o.channels);
    json.at("margin").get_to(o.margin);
  } catch (const nlohmann::json::exception&) {
    return damaged_notes("stroke");
  }
  if (device::check(o) != device::Status::ok) return damaged_notes("stroke");
  return std::unique_ptr<SampleFrontEnd>(std::make_unique<StrokeHost>(o));
}

OptionSet describe(StrokeFeatureOptions& o) {
  OptionSet set;
  set.add(
         "side", o.side,
         {.help = "of the picture that the stroke becomes", .unit = "pixels", .min = 8, .max = 128})
      .add("colour", o.colour,
           {.help = "time: red at the start, green, blue at the end; line: one channel",
            .choices = {"time", "line"}});
  return set;
}

Result<std::unique_ptr<SampleFrontEnd>> make_stroke_front_end(const StrokeFeatureOptions& options,
                                                              const SampleSet& set) {
  if (set.kind != "stroke")
    return wrong_use("the dataset holds no strokes but " + set.kind + "; collect strokes");
  device::StrokeRasterOptions raster;
  raster.side = options.side;
  raster.channels = options.colour == "time" ? 3 : 1;
  return std::unique_ptr<SampleFrontEnd>(std::make_unique<StrokeHost>(raster));
}

}  // namespace tadpole
