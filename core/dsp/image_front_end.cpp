// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/image_front_end.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace tadpole {
namespace {

using device::ImageOptions;

constexpr const char* kFitted = "training";  // of ImageFeatureOptions::normalise
constexpr int kLongestFit = 4000;            // pictures that mean and deviation are taken from

class ImageFrontEnd final : public SampleFrontEnd {
 public:
  explicit ImageFrontEnd(const ImageOptions& options) : host_(options) {}

  std::array<int, 3> shape() const override { return host_.shape(); }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            std::span<float> features) const override {
    host_.real(camera_frame(stored, shape[1], shape[0], shape[2]), features);
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    host_.int8(camera_frame(stored, shape[1], shape[0], shape[2]), input, features);
  }
  std::string fingerprint() const override { return "image;" + image_fingerprint(host_.options()); }

  DeviceFrontEnd device(std::array<int, 3> shape) const override {
    const std::string definition =
        image_options_source(host_.options(), "kImage") +
        fmt::format(
            "\n// A camera whose frames are {0} x {1} pixels of {2} byte{3}.\n"
            "struct Camera {{\n"
            "  static constexpr std::size_t kRawBytes = {0} * {1} * {2};\n"
            "  tadpole::device::ImageFrontEnd<kImage> engine;\n"
            "  void plan(tadpole::device::Quantization input) {{ engine.plan(input); }}\n"
            "  void extract(const void* raw, std::int8_t* features) {{\n"
            "    engine.frame({{static_cast<const std::uint8_t*>(raw), {0}, {1},\n"
            "                  tadpole::device::PixelFormat::{4}}},\n"
            "                 features);\n"
            "  }}\n"
            "}};\n",
            shape[1], shape[0], shape[2], shape[2] == 1 ? "" : "s",
            shape[2] == 1 ? "grey8" : "rgb888");
    return {{"device/dsp/image.h"}, definition, "Camera"};
  }

 private:
  HostImageFrontEnd host_;
};

// Mean and deviation of each channel over the training pictures, as the model will see them.
void fit_normalisation(ImageOptions& options, const SampleSet& set) {
  ImageOptions plain = options;
  plain.normalise = device::Normalise::none;
  const HostImageFrontEnd host(plain);
  const int channels = device::channel_count(plain);
  std::vector<float> x(static_cast<std::size_t>(device::image_values(plain)));
  std::array<double, 3> sum{}, squares{};
  double count = 0.0;
  int seen = 0;
  const std::size_t step = 1 + set.samples.size() / kLongestFit;
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    const Sample& s = set.samples[i];
    if (s.split != Split::train || static_cast<std::size_t>(seen++) % step != 0) continue;
    host.real(camera_frame(set.stored(s), s.shape[1], s.shape[0], s.shape[2]), x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const std::size_t c = k % static_cast<std::size_t>(channels);
      sum[c] += x[k], squares[c] += static_cast<double>(x[k]) * x[k];
    }
    count += static_cast<double>(x.size()) / channels;
  }
  for (std::size_t c = 0; count > 0.0 && c < static_cast<std::size_t>(channels); ++c) {
    const double mean = sum[c] / count;
    options.mean[c] = static_cast<float>(mean);
    options.normalise = device::Normalise::mean_sd;
    options.sd[c] = static_cast<float>(std::sqrt(std::max(1.0, squares[c] / count - mean * mean)));
  }
}

}  // namespace

Result<std::unique_ptr<SampleFrontEnd>> make_image_front_end(const ImageFeatureOptions& options,
                                                             const SampleSet& set) {
  if (set.kind != "image" || set.type != ValueType::uint8)
    return wrong_use("the dataset holds no pictures but " + set.kind + "; collect pictures");
  if (options.colour == "rgb" && set.channels.size() == 1) {
    return wrong_use(
        "the pictures were collected in grey and [preprocess] colour is rgb; set colour = \"grey\" "
        "there, or \"rgb\" in [collect]");
  }
  ImageFeatureOptions known = options;
  const bool fits = options.normalise == kFitted;
  if (fits) known.normalise = "none";
  ImageOptions d = TADPOLE_TRY(device_image_options(known));
  if (fits) fit_normalisation(d, set);
  return std::unique_ptr<SampleFrontEnd>(std::make_unique<ImageFrontEnd>(d));
}

}  // namespace tadpole
