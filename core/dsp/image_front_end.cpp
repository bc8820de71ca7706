// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/image_front_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tadpole {
namespace {

using device::ImageOptions;

constexpr const char* kFitted = "training";  // of ImageFeatureOptions::normalise
constexpr int kLongestFit = 4000;            // pictures that mean and deviation are taken from

Picture picture_of(std::span<const std::uint8_t> stored, std::array<int, 3> shape) {
  return {.width = shape[1],
          .height = shape[0],
          .channels = shape[2],
          .pixels = {stored.begin(), stored.end()}};
}

// What the model sees of a stored picture: through the camera, if there is one.
void see(const HostImageFrontEnd& host, const CameraOptions& camera,
         std::span<const std::uint8_t> stored, std::array<int, 3> shape,
         std::span<float> features) {
  if (!camera.is_simulated)
    return host.real(camera_frame(stored, shape[1], shape[0], shape[2]), features);
  const auto bytes = camera_bytes(camera, picture_of(stored, shape));
  host.real(camera_frame(camera, bytes.data(), shape), features);
}

// Of the frames that the device is given.
struct FrameForm {
  int width, height, pixel_bytes;
  const char* format;  // enumerator of device::PixelFormat
};

const char* format_name(device::PixelFormat format) {
  switch (format) {
    case device::PixelFormat::grey8:
      return "grey8";
    case device::PixelFormat::rgb565_le:
      return "rgb565_le";
    case device::PixelFormat::rgb565_be:
      return "rgb565_be";
    default:
      return "rgb888";
  }
}

FrameForm frame_form(const CameraOptions& camera, std::array<int, 3> shape) {
  if (!camera.is_simulated)
    return {shape[1], shape[0], shape[2], shape[2] == 1 ? "grey8" : "rgb888"};
  const device::CameraFrame frame = camera_frame(camera, nullptr, shape);
  return {frame.width, frame.height, device::pixel_bytes(frame.format), format_name(frame.format)};
}

class ImageFrontEnd final : public SampleFrontEnd {
 public:
  ImageFrontEnd(const ImageOptions& options, const CameraOptions& camera)
      : host_(options), camera_(camera) {}

  std::array<int, 3> shape() const override { return host_.shape(); }
  bool takes(std::array<int, 3> shape) const override {
    return shape[0] >= 1 && shape[1] >= 1 && (shape[2] == 1 || shape[2] == 3);
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            std::span<float> features) const override {
    see(host_, camera_, stored, shape, features);
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    int8_of_raw(raw(stored, shape), shape, input, features);
  }
  std::vector<std::uint8_t> raw(std::span<const std::uint8_t> stored,
                                std::array<int, 3> shape) const override {
    if (!camera_.is_simulated) return {stored.begin(), stored.end()};
    return camera_bytes(camera_, picture_of(stored, shape));
  }
  void int8_of_raw(std::span<const std::uint8_t> raw, std::array<int, 3> shape,
                   device::Quantization input, std::span<std::int8_t> features) const override {
    host_.int8(camera_.is_simulated ? camera_frame(camera_, raw.data(), shape)
                                    : camera_frame(raw, shape[1], shape[0], shape[2]),
               input, features);
  }
  std::string fingerprint() const override {
    const std::string image = "image;" + image_fingerprint(host_.options());
    if (!camera_.is_simulated) return image;
    return image + fmt::format("camera={};camera_width={};camera_height={};", camera_name(camera_),
                               camera_.width, camera_.height);
  }

  nlohmann::json to_json() const override {
    const ImageOptions& o = host_.options();
    return {{"kind", "image"},
            {"width", o.width},
            {"height", o.height},
            {"colour", static_cast<int>(o.colour)},
            {"fit", static_cast<int>(o.fit)},
            {"bar", o.bar},
            {"normalise", static_cast<int>(o.normalise)},
            {"mean", o.mean},
            {"sd", o.sd},
            {"ink", static_cast<int>(o.ink)},
            {"ink_level", o.ink_level},
            {"camera", camera_name(camera_)},
            {"camera_width", camera_.width},
            {"camera_height", camera_.height}};
  }

  DeviceFrontEnd device(std::array<int, 3> shape) const override {
    const FrameForm form = frame_form(camera_, shape);
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
            form.width, form.height, form.pixel_bytes, form.pixel_bytes == 1 ? "" : "s",
            form.format);
    return {{"device/dsp/image.h"}, definition, "Camera"};
  }

 private:
  HostImageFrontEnd host_;
  CameraOptions camera_;
};

// Mean and deviation of each channel over the training pictures, as the model will see them.
void fit_normalisation(ImageOptions& options, const CameraOptions& camera, const SampleSet& set) {
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
    see(host, camera, set.stored(s), s.shape, x);
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
  const CameraOptions camera = TADPOLE_TRY(camera_options(known));
  if (fits) fit_normalisation(d, camera, set);
  return image_front_end(d, camera);
}

namespace {

ImageOptions read_options(const nlohmann::json& j) {
  const auto choice = [&](const char* key, int most) {
    return std::clamp(j.at(key).get<int>(), 0, most);
  };
  ImageOptions o;
  j.at("width").get_to(o.width);
  j.at("height").get_to(o.height);
  o.colour = static_cast<device::ImageColour>(choice("colour", 1));
  o.fit = static_cast<device::ImageFit>(choice("fit", 2));
  o.bar = static_cast<std::uint8_t>(choice("bar", 255));
  o.normalise = static_cast<device::Normalise>(choice("normalise", 3));
  o.ink = static_cast<device::ImageInk>(choice("ink", 2));
  o.ink_level = static_cast<std::uint8_t>(choice("ink_level", 255));
  for (std::size_t c = 0; c < 3; ++c) {
    j.at("mean").at(c).get_to(o.mean[c]);
    j.at("sd").at(c).get_to(o.sd[c]);
  }
  return o;
}

}  // namespace

Result<std::unique_ptr<SampleFrontEnd>> image_front_end_from_json(const nlohmann::json& json) {
  ImageOptions options;
  ImageFeatureOptions seen;
  try {
    options = read_options(json);
    json.at("camera").get_to(seen.camera);
    json.at("camera_width").get_to(seen.camera_width);
    json.at("camera_height").get_to(seen.camera_height);
  } catch (const nlohmann::json::exception&) {
    return damaged_notes("image");
  }
  if (device::check(options) != device::Status::ok) return damaged_notes("image");
  return image_front_end(options, TADPOLE_TRY(camera_options(seen)));
}

std::unique_ptr<SampleFrontEnd> image_front_end(const ImageOptions& options,
                                                const CameraOptions& camera) {
  return std::make_unique<ImageFrontEnd>(options, camera);
}

}  // namespace tadpole
