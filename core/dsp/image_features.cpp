// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/image_features.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace tadpole {
namespace {

using device::ImageOptions;

// Choices in the order of the enumerators.
const std::vector<std::string> kColours = {"grey", "rgb"};
const std::vector<std::string> kFits = {"crop", "stretch", "letterbox"};
const std::vector<std::string> kInks = {"whole", "dark", "bright"};
const std::vector<std::string> kNormalises = {"none", "unit", "signed", "mean_sd"};
// The first: no camera. The others: their format's place in kCameraFormats.
const std::vector<std::string> kCameras = {"as_collected", "grey", "rgb888", "rgb565_le",
                                           "rgb565_be"};
const device::PixelFormat kCameraFormats[] = {
    device::PixelFormat::rgb888, device::PixelFormat::grey8, device::PixelFormat::rgb888,
    device::PixelFormat::rgb565_le, device::PixelFormat::rgb565_be};
constexpr int kMaxCameraSide = 2048;
const char* const kFitNames[] = {"crop", "stretch", "letterbox"};
const char* const kNormaliseNames[] = {"none", "unit", "signed_unit", "mean_sd"};

template <typename Enum>
Outcome choose(const std::string& key, const std::string& value,
               const std::vector<std::string>& names, Enum& chosen) {
  const auto at = std::find(names.begin(), names.end(), value);
  if (at == names.end())
    return wrong_use(fmt::format("preprocess: {} is '{}', expected one of {}{}", key, value,
                                 join(names, ", "), did_you_mean(value, names)));
  chosen = static_cast<Enum>(at - names.begin());
  return Done{};
}

Outcome in_range(const std::string& key, double value, double low, double high) {
  if (value >= low && value <= high) return Done{};
  return wrong_use(fmt::format("preprocess: {} is {}, expected {} to {}; change {}", key, value,
                               low, high, key));
}

// One number for all channels, or one each.
Outcome read_levels(const std::string& key, const std::vector<std::string>& texts, int channels,
                    double low, float (&levels)[3]) {
  if (texts.size() != 1 && texts.size() != static_cast<std::size_t>(channels))
    return wrong_use(fmt::format("preprocess: {} has {} numbers, expected 1{}", key, texts.size(),
                                 channels == 1 ? "" : " or 3"));
  for (std::size_t c = 0; c < 3; ++c) {
    const double value = TADPOLE_TRY(parse_number(texts[c < texts.size() ? c : 0]));
    TADPOLE_TRY(in_range(key, value, low, 1000));
    levels[c] = static_cast<float>(value);
  }
  return Done{};
}

}  // namespace

namespace {

// The choices of the recipe: what is fitted becomes mean_sd (core/dsp/image_front_end.h).
std::vector<std::string> with_fitted() {
  std::vector<std::string> all(std::begin(kNormalises), std::end(kNormalises));
  all.emplace_back("training");
  return all;
}

}  // namespace

OptionSet describe(ImageFeatureOptions& o) {
  OptionSet set;
  set.add("width", o.width,
          {.help = "width of the model's picture",
           .unit = "pixels",
           .min = 1,
           .max = device::kMaxImageSide})
      .add("height", o.height,
           {.help = "height of the model's picture",
            .unit = "pixels",
            .min = 1,
            .max = device::kMaxImageSide})
      .add("colour", o.colour, {.help = "one channel or three", .choices = kColours})
      .add("fit", o.fit,
           {.help = "how a picture of another shape is fitted: the middle of it, all of it bent, "
                    "or all of it with bars",
            .choices = kFits})
      .add("bar", o.bar, {.help = "level of the bars of letterbox", .min = 0, .max = 255})
      .add("ink", o.ink,
           {.help = "which part of a picture is fitted: all of it, or the box around what is dark "
                    "(ink on paper) or bright",
            .choices = kInks})
      .add("ink_level", o.ink_level,
           {.help = "what is darker is dark, the rest is bright", .min = 0, .max = 255})
      .add("normalise", o.normalise,
           {.help = "range of the values: none 0 to 255, unit 0 to 1, signed -1 to 1, by mean and "
                    "sd, or by those of the training pictures",
            .choices = with_fitted()})
      .add("mean", o.mean, {.help = "of mean_sd: mean level, one number or one per channel"})
      .add("sd", o.sd, {.help = "of mean_sd: standard deviation, one number or one per channel"})
      .add("camera", o.camera,
           {.help = "how the board's camera gives its pixels; training and tests see pictures "
                    "through it",
            .choices = kCameras})
      .add("camera_width", o.camera_width,
           {.help = "of the camera's frames; 0: as the pictures are",
            .unit = "pixels",
            .min = 0,
            .max = kMaxCameraSide})
      .add("camera_height", o.camera_height,
           {.help = "of the camera's frames; 0: as the pictures are",
            .unit = "pixels",
            .min = 0,
            .max = kMaxCameraSide});
  return set;
}

Result<ImageOptions> device_image_options(const ImageFeatureOptions& o) {
  ImageOptions d;
  TADPOLE_TRY(in_range("width", o.width, 1, device::kMaxImageSide));
  TADPOLE_TRY(in_range("height", o.height, 1, device::kMaxImageSide));
  TADPOLE_TRY(in_range("bar", o.bar, 0, 255));
  TADPOLE_TRY(choose("colour", o.colour, kColours, d.colour));
  TADPOLE_TRY(choose("fit", o.fit, kFits, d.fit));
  TADPOLE_TRY(in_range("ink_level", o.ink_level, 0, 255));
  TADPOLE_TRY(choose("ink", o.ink, kInks, d.ink));
  d.ink_level = static_cast<std::uint8_t>(o.ink_level);
  TADPOLE_TRY(choose("normalise", o.normalise, kNormalises, d.normalise));
  d.width = o.width;
  d.height = o.height;
  d.bar = static_cast<std::uint8_t>(o.bar);
  if (d.normalise != device::Normalise::mean_sd) return d;
  TADPOLE_TRY(read_levels("mean", o.mean, device::channel_count(d), -1000, d.mean));
  TADPOLE_TRY(read_levels("sd", o.sd, device::channel_count(d), 0.001, d.sd));
  return d;
}

std::string image_fingerprint(const ImageOptions& o) {
  return fmt::format(
      "width={};height={};colour={};fit={};bar={};normalise={};mean={:.9g},{:.9g},{:.9g};sd={:.9g},"
      "{:.9g},{:.9g};ink={};ink_level={};",
      o.width, o.height, kColours[static_cast<std::size_t>(o.colour)],
      kFitNames[static_cast<std::size_t>(o.fit)], o.bar,
      kNormaliseNames[static_cast<std::size_t>(o.normalise)], o.mean[0], o.mean[1], o.mean[2],
      o.sd[0], o.sd[1], o.sd[2], kInks[static_cast<std::size_t>(o.ink)], o.ink_level);
}

std::string image_options_source(const ImageOptions& o, const std::string& name) {
  const auto number = [](float x) {
    const std::string text = fmt::format("{:.9g}", x);
    return text + (text.find_first_of(".e") == std::string::npos ? ".0f" : "f");
  };
  const auto three = [&](const float(&x)[3]) {
    return fmt::format("{{{}, {}, {}}}", number(x[0]), number(x[1]), number(x[2]));
  };
  return fmt::format(
      "inline constexpr tadpole::device::ImageOptions {} = {{\n"
      "    /*width=*/{}, /*height=*/{},\n"
      "    tadpole::device::ImageColour::{},\n"
      "    tadpole::device::ImageFit::{}, /*bar=*/{},\n"
      "    tadpole::device::Normalise::{},\n"
      "    /*mean=*/{}, /*sd=*/{},\n"
      "    tadpole::device::ImageInk::{}, /*ink_level=*/{}}};\n",
      name, o.width, o.height, kColours[static_cast<std::size_t>(o.colour)],
      kFitNames[static_cast<std::size_t>(o.fit)], o.bar,
      kNormaliseNames[static_cast<std::size_t>(o.normalise)], three(o.mean), three(o.sd),
      kInks[static_cast<std::size_t>(o.ink)], o.ink_level);
}

Result<CameraOptions> camera_options(const ImageFeatureOptions& o) {
  std::size_t chosen = 0;
  const auto at = std::find(kCameras.begin(), kCameras.end(), o.camera);
  if (at == kCameras.end())
    return wrong_use(fmt::format("preprocess: camera is '{}', expected one of {}{}", o.camera,
                                 join(kCameras, ", "), did_you_mean(o.camera, kCameras)));
  chosen = static_cast<std::size_t>(at - kCameras.begin());
  const CameraOptions camera{.is_simulated = chosen > 0,
                             .format = kCameraFormats[chosen],
                             .width = o.camera_width,
                             .height = o.camera_height};
  TADPOLE_TRY(in_range("camera_width", camera.width, 0, kMaxCameraSide));
  TADPOLE_TRY(in_range("camera_height", camera.height, 0, kMaxCameraSide));
  if ((camera.width == 0) != (camera.height == 0))
    return wrong_use("preprocess: give both camera_width and camera_height, or neither");
  if (camera.width > 0 && !camera.is_simulated)
    return wrong_use(
        "preprocess: camera_width and camera_height belong to a camera; name its format, e.g. "
        "camera = \"rgb565_be\"");
  if (o.camera == "grey" && o.colour == "rgb")
    return wrong_use(
        "preprocess: a grey camera gives no colours; set colour = \"grey\" or another camera");
  return camera;
}

std::string camera_name(const CameraOptions& camera) {
  if (!camera.is_simulated) return kCameras[0];
  for (std::size_t i = 1; i < kCameras.size(); ++i)
    if (kCameraFormats[i] == camera.format) return kCameras[i];
  return kCameras[0];
}

namespace {

void put_pixel(device::Rgb p, device::PixelFormat format, std::vector<std::uint8_t>& bytes) {
  const auto level = [](std::uint32_t v) { return static_cast<std::uint8_t>(v); };
  if (format == device::PixelFormat::grey8) {
    bytes.push_back(level(device::grey_of(p)));
  } else if (format == device::PixelFormat::rgb888) {
    bytes.insert(bytes.end(), {level(p.red), level(p.green), level(p.blue)});
  } else {
    const std::uint32_t packed = p.red >> 3U << 11U | p.green >> 2U << 5U | p.blue >> 3U;
    const std::uint8_t high = level(packed >> 8U), low = level(packed & 0xFFU);
    if (format == device::PixelFormat::rgb565_be) {
      bytes.insert(bytes.end(), {high, low});
    } else {
      bytes.insert(bytes.end(), {low, high});
    }
  }
}

// The picture as the lens of a camera with another frame would give it.
Picture through_lens(const CameraOptions& camera, const Picture& picture) {
  if (camera.width == 0 || (camera.width == picture.width && camera.height == picture.height))
    return picture;
  const HostImageFrontEnd lens(
      {.width = camera.width,
       .height = camera.height,
       .colour = picture.channels == 3 ? device::ImageColour::rgb : device::ImageColour::grey,
       .fit = device::ImageFit::crop,
       .normalise = device::Normalise::none});
  return lens.levels(camera_frame(picture));
}

}  // namespace

std::vector<std::uint8_t> camera_bytes(const CameraOptions& camera, const Picture& picture) {
  const Picture seen = through_lens(camera, picture);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(seen.pixels.size());
  const auto channels = static_cast<std::size_t>(seen.channels);
  for (std::size_t i = 0; i + channels <= seen.pixels.size(); i += channels) {
    const std::uint8_t* p = seen.pixels.data() + i;
    put_pixel(channels == 3 ? device::Rgb{p[0], p[1], p[2]} : device::Rgb{p[0], p[0], p[0]},
              camera.format, bytes);
  }
  return bytes;
}

device::CameraFrame camera_frame(const CameraOptions& camera, const std::uint8_t* pixels,
                                 std::array<int, 3> shape) {
  const bool as_picture = camera.width == 0;
  return {pixels, as_picture ? shape[1] : camera.width, as_picture ? shape[0] : camera.height,
          camera.format};
}

device::CameraFrame camera_frame(std::span<const std::uint8_t> pixels, int width, int height,
                                 int channels) {
  TADPOLE_EXPECT(channels == 1 || channels == 3);
  TADPOLE_EXPECT(pixels.size() == static_cast<std::size_t>(width) *
                                      static_cast<std::size_t>(height) *
                                      static_cast<std::size_t>(channels));
  return {pixels.data(), width, height,
          channels == 3 ? device::PixelFormat::rgb888 : device::PixelFormat::grey8};
}

device::CameraFrame camera_frame(const Picture& picture) {
  return camera_frame(picture.pixels, picture.width, picture.height, picture.channels);
}

void HostImageFrontEnd::real(const device::CameraFrame& frame, std::span<float> out) const {
  TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(device::image_values(options_)));
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(device::image_scratch(options_)));
  const auto status =
      device::image_frame(options_, frame, sums.data(), [&](int i, int c, std::uint8_t level) {
        out[static_cast<std::size_t>(i)] = device::normalised(options_, c, level);
      });
  TADPOLE_EXPECT(status == device::Status::ok);
}

void HostImageFrontEnd::int8(const device::CameraFrame& frame, device::Quantization quantization,
                             std::span<std::int8_t> out) const {
  TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(device::image_values(options_)));
  std::array<std::array<std::int8_t, 256>, 3> tables{};
  for (int c = 0; c < device::channel_count(options_); ++c)
    device::fill_level_table(options_, c, quantization, tables[static_cast<std::size_t>(c)].data());
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(device::image_scratch(options_)));
  const auto status =
      device::image_frame(options_, frame, sums.data(), [&](int i, int c, std::uint8_t level) {
        out[static_cast<std::size_t>(i)] = tables[static_cast<std::size_t>(c)][level];
      });
  TADPOLE_EXPECT(status == device::Status::ok);
}

Picture HostImageFrontEnd::levels(const device::CameraFrame& frame) const {
  Picture out = blank_picture(options_.width, options_.height, device::channel_count(options_));
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(device::image_scratch(options_)));
  const auto status = device::image_frame(
      options_, frame, sums.data(),
      [&](int i, int, std::uint8_t level) { out.pixels[static_cast<std::size_t>(i)] = level; });
  TADPOLE_EXPECT(status == device::Status::ok);
  return out;
}

}  // namespace tadpole
