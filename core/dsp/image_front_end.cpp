// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/image_front_end.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "device/dsp/image.h"

namespace tadpole {
namespace {

using device::ImageOptions;

constexpr int kLongestFit = 4000;  // pictures that mean and deviation are taken from

ImageOptions device_options(const ImageFeatureOptions& o) {
  ImageOptions d;
  d.width = o.width, d.height = o.height;
  d.colour = o.colour == "grey" ? device::ImageColour::grey : device::ImageColour::rgb;
  d.fit = o.fit == "stretch"     ? device::ImageFit::stretch
          : o.fit == "letterbox" ? device::ImageFit::letterbox
                                 : device::ImageFit::crop;
  d.normalise = o.normalise == "none"     ? device::Normalise::none
                : o.normalise == "unit"   ? device::Normalise::unit
                : o.normalise == "signed" ? device::Normalise::signed_unit
                                          : device::Normalise::mean_sd;
  return d;
}

device::CameraFrame frame_of(std::span<const std::uint8_t> stored, std::array<int, 3> shape) {
  return {stored.data(), shape[1], shape[0],
          shape[2] == 1 ? device::PixelFormat::grey8 : device::PixelFormat::rgb888};
}

// A float as C++ text that reads back to the last bit.
std::string c_float(float value) {
  std::string text = fmt::format("{:.9g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}

class ImageHost final : public SampleFrontEnd {
 public:
  explicit ImageHost(const ImageOptions& options) : options_(options) {}

  std::array<int, 3> shape() const override {
    return {options_.height, options_.width, device::channel_count(options_)};
  }

  void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            std::span<float> features) const override {
    each_level(stored, shape, [&](int i, int c, std::uint8_t level) {
      features[static_cast<std::size_t>(i)] = device::normalised(options_, c, level);
    });
  }

  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    std::array<std::array<std::int8_t, 256>, 3> tables{};
    for (int c = 0; c < device::channel_count(options_); ++c)
      device::fill_level_table(options_, c, input, tables[static_cast<std::size_t>(c)].data());
    each_level(stored, shape, [&](int i, int c, std::uint8_t level) {
      features[static_cast<std::size_t>(i)] = tables[static_cast<std::size_t>(c)][level];
    });
  }

  std::string fingerprint() const override { return "image;" + constants(); }

  DeviceFrontEnd device(std::array<int, 3> shape) const override {
    const std::string definition = fmt::format(
        "inline constexpr tadpole::device::ImageOptions kImage = {{{0}}};\n\n"
        "// A camera whose frames are {1} x {2} pixels of {3} byte{4}.\n"
        "struct Camera {{\n"
        "  static constexpr std::size_t kRawBytes = {1} * {2} * {3};\n"
        "  tadpole::device::ImageFrontEnd<kImage> engine;\n"
        "  void plan(tadpole::device::Quantization input) {{ engine.plan(input); }}\n"
        "  void extract(const void* raw, std::int8_t* features) {{\n"
        "    engine.frame({{static_cast<const std::uint8_t*>(raw), {1}, {2},\n"
        "                  tadpole::device::PixelFormat::{5}}},\n"
        "                 features);\n"
        "  }}\n"
        "}};\n",
        constants(), shape[1], shape[0], shape[2], shape[2] == 1 ? "" : "s",
        shape[2] == 1 ? "grey8" : "rgb888");
    return {{"device/dsp/image.h"}, definition, "Camera"};
  }

  ImageOptions& options() { return options_; }

 private:
  template <class Put>
  void each_level(std::span<const std::uint8_t> stored, std::array<int, 3> shape, Put put) const {
    std::vector<std::uint64_t> sums(static_cast<std::size_t>(device::image_scratch(options_)));
    const auto status = device::image_frame(options_, frame_of(stored, shape), sums.data(), put);
    TADPOLE_EXPECT(status == device::Status::ok);
  }

  std::string constants() const {
    const ImageOptions& o = options_;
    const char* fits[] = {"crop", "stretch", "letterbox"};
    const char* ways[] = {"none", "unit", "signed_unit", "mean_sd"};
    return fmt::format(
        "{}, {}, tadpole::device::ImageColour::{}, tadpole::device::ImageFit::{}, {}, "
        "tadpole::device::Normalise::{}, {{{}, {}, {}}}, {{{}, {}, {}}}",
        o.width, o.height, o.colour == device::ImageColour::grey ? "grey" : "rgb",
        fits[static_cast<std::size_t>(o.fit)], o.bar, ways[static_cast<std::size_t>(o.normalise)],
        c_float(o.mean[0]), c_float(o.mean[1]), c_float(o.mean[2]), c_float(o.sd[0]),
        c_float(o.sd[1]), c_float(o.sd[2]));
  }

  ImageOptions options_;
};

// Mean and deviation of each channel over the training pictures, as the model will see them.
void fit_normalisation(ImageOptions& options, const SampleSet& set) {
  ImageOptions plain = options;
  plain.normalise = device::Normalise::none;
  const ImageHost host(plain);
  const int channels = device::channel_count(plain);
  std::vector<float> x(static_cast<std::size_t>(device::image_values(plain)));
  std::array<double, 3> sum{}, squares{};
  double count = 0.0;
  int seen = 0;
  const std::size_t step = 1 + set.samples.size() / kLongestFit;
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    const Sample& s = set.samples[i];
    if (s.split != Split::train || static_cast<std::size_t>(seen++) % step != 0) continue;
    host.real(set.stored(s), s.shape, x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const std::size_t c = k % static_cast<std::size_t>(channels);
      sum[c] += x[k], squares[c] += static_cast<double>(x[k]) * x[k];
    }
    count += static_cast<double>(x.size()) / channels;
  }
  for (std::size_t c = 0; count > 0.0 && c < static_cast<std::size_t>(channels); ++c) {
    const double mean = sum[c] / count;
    options.mean[c] = static_cast<float>(mean);
    options.sd[c] = static_cast<float>(std::sqrt(std::max(1.0, squares[c] / count - mean * mean)));
  }
}

}  // namespace

OptionSet describe(ImageFeatureOptions& o) {
  OptionSet set;
  set.add("width", o.width,
          {.help = "of the model's input", .unit = "pixels", .min = 4, .max = 512})
      .add("height", o.height,
           {.help = "of the model's input", .unit = "pixels", .min = 4, .max = 512})
      .add("colour", o.colour, {.help = "of the model's input", .choices = {"rgb", "grey"}})
      .add("fit", o.fit,
           {.help = "crop: the middle of the picture; stretch: all of it, bent; letterbox: all of "
                    "it, with bars",
            .choices = {"crop", "stretch", "letterbox"}})
      .add("normalise", o.normalise,
           {.help = "mean_sd: by the training pictures' mean and deviation; signed: -1 to 1; unit: "
                    "0 to 1; none: 0 to 255",
            .choices = {"mean_sd", "signed", "unit", "none"}});
  return set;
}

Result<std::unique_ptr<SampleFrontEnd>> make_image_front_end(const ImageFeatureOptions& options,
                                                             const SampleSet& set) {
  if (set.kind != "image" || set.type != ValueType::uint8)
    return wrong_use("the dataset holds no pictures but " + set.kind + "; collect pictures");
  if (options.colour == "rgb" && set.channels.size() == 1) {
    return wrong_use(
        "the pictures were collected in grey and [preprocess] colour is rgb; set colour = \"grey\" "
        "there, or \"rgb\" in [collect]");
  }
  ImageOptions d = device_options(options);
  if (device::check(d) != device::Status::ok)
    return wrong_use("[preprocess] width and height must be 1 to 512 pixels");
  if (d.normalise == device::Normalise::mean_sd) fit_normalisation(d, set);
  return std::unique_ptr<SampleFrontEnd>(std::make_unique<ImageHost>(d));
}

}  // namespace tadpole
