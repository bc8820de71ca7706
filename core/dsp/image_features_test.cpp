// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/image_features.h"

#include <gtest/gtest.h>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr device::ImageOptions odd() {
  device::ImageOptions o;
  o.width = 37;
  o.height = 29;
  o.colour = device::ImageColour::rgb;
  o.fit = device::ImageFit::letterbox;
  o.bar = 13;
  o.normalise = device::Normalise::mean_sd;
  o.mean[0] = 123.675f, o.mean[1] = 116.28f, o.mean[2] = 103.53f;
  o.sd[0] = 58.395f, o.sd[1] = 57.12f, o.sd[2] = 57.375f;
  o.ink = device::ImageInk::dark, o.ink_level = 40;
  return o;
}
inline constexpr device::ImageOptions kGrey = {96, 96};
inline constexpr device::ImageOptions kOdd = odd();

std::vector<std::uint8_t> noise(std::size_t size, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& b : bytes) b = static_cast<std::uint8_t>(rng.next());
  return bytes;
}

template <const device::ImageOptions& kOptions>
void expect_same_bytes() {
  const HostImageFrontEnd host(kOptions);
  static device::ImageFrontEnd<kOptions> firmware;
  const device::Quantization quantization{0.0173f, 5};
  firmware.plan(quantization);
  Rng rng(3);
  using device::PixelFormat;
  for (const auto format : {PixelFormat::grey8, PixelFormat::rgb888, PixelFormat::bgr888,
                            PixelFormat::rgb565_le, PixelFormat::rgb565_be}) {
    const int width = 1 + static_cast<int>(rng.below(200));
    const int height = 1 + static_cast<int>(rng.below(200));
    const auto pixels = noise(static_cast<std::size_t>(width * height * 3), rng.next());
    const device::CameraFrame frame{pixels.data(), width, height, format};
    const auto size = static_cast<std::size_t>(device::image_values(kOptions));
    std::vector<std::int8_t> a(size), b(size);
    std::vector<float> x(size), y(size);
    host.int8(frame, quantization, a);
    host.real(frame, x);
    ASSERT_EQ(firmware.frame(frame, b.data()), device::Status::ok);
    ASSERT_EQ(firmware.frame_real(frame, y.data()), device::Status::ok);
    EXPECT_EQ(a, b);
    EXPECT_EQ(x, y);
  }
}

TEST(ImageFeatures, give_the_bytes_of_the_firmware) {
  expect_same_bytes<kGrey>();
  expect_same_bytes<kOdd>();
}

// Two ways to the same grey: at reading, and in the front end.
TEST(ImageFeatures, see_a_picture_as_with_channels_does) {
  Picture p = blank_picture(5, 4, 3);
  p.pixels = noise(p.pixels.size(), 9);
  device::ImageOptions options;
  options.width = 5, options.height = 4;
  EXPECT_EQ(HostImageFrontEnd(options).levels(camera_frame(p)), with_channels(p, 1));
}

TEST(ImageFeatures, read_the_recipe) {
  ImageFeatureOptions o;
  OptionSet set = describe(o);
  ASSERT_TRUE(set.set("width", "48", "here").ok());
  ASSERT_TRUE(set.set("colour", "rgb", "here").ok());
  ASSERT_TRUE(set.set("normalise", "mean_sd", "here").ok());
  ASSERT_TRUE(set.set("mean", "123.5,116,103", "here").ok());
  ASSERT_TRUE(set.set("ink", "dark", "here").ok());
  ASSERT_TRUE(set.set("ink_level", "90", "here").ok());
  const device::ImageOptions d = device_image_options(o).value();
  EXPECT_EQ(d.width, 48);
  EXPECT_EQ(d.mean[1], 116.0f);
  EXPECT_EQ(d.sd[2], 127.5f);
  EXPECT_EQ(image_options_source(d, "kImage"),
            "inline constexpr tadpole::device::ImageOptions kImage = {\n"
            "    /*width=*/48, /*height=*/96,\n"
            "    tadpole::device::ImageColour::rgb,\n"
            "    tadpole::device::ImageFit::crop, /*bar=*/0,\n"
            "    tadpole::device::Normalise::mean_sd,\n"
            "    /*mean=*/{123.5f, 116.0f, 103.0f}, /*sd=*/{127.5f, 127.5f, 127.5f},\n"
            "    tadpole::device::ImageInk::dark, /*ink_level=*/90};\n");
  EXPECT_NE(image_fingerprint(d), image_fingerprint(kGrey));
}

TEST(ImageFeatures, say_what_is_wrong_with_a_recipe) {
  ImageFeatureOptions o;
  o.colour = "rbg";
  EXPECT_EQ(device_image_options(o).error().message,
            "preprocess: colour is 'rbg', expected one of grey, rgb (did you mean 'rgb'?)");
  o = {};
  o.width = 600;
  EXPECT_EQ(device_image_options(o).error().message,
            "preprocess: width is 600, expected 1 to 512; change width");
  o = {};
  o.normalise = "mean_sd";
  o.mean = {"1", "2", "3"};
  EXPECT_EQ(device_image_options(o).error().message, "preprocess: mean has 3 numbers, expected 1");
  o.mean = {"1"};
  o.sd = {"0"};
  EXPECT_EQ(device_image_options(o).error().message,
            "preprocess: sd is 0, expected 0.001 to 1000; change sd");
}

ImageFeatureOptions seen_by(const std::string& camera) {
  ImageFeatureOptions options;
  options.colour = camera == "grey" ? "grey" : "rgb";
  options.camera = camera;
  return options;
}

// By hand: red 255 -> 31, green 130 -> 32, blue 7 -> 0: 11111 100000 00000 = 0xFC00.
TEST(ImageFeatures, a_camera_keeps_the_upper_bits_in_its_byte_order) {
  const Picture one = {.width = 1, .height = 1, .channels = 3, .pixels = {255, 130, 7}};
  using Raw = std::vector<std::uint8_t>;
  const auto raw = [&](const std::string& camera) {
    return camera_bytes(camera_options(seen_by(camera)).value(), one);
  };
  EXPECT_EQ(raw("rgb565_be"), (Raw{0xFC, 0x00}));
  EXPECT_EQ(raw("rgb565_le"), (Raw{0x00, 0xFC}));
  EXPECT_EQ(raw("rgb888"), (Raw{255, 130, 7}));
  EXPECT_EQ(raw("grey"), (Raw{154}));  // (77 * 255 + 150 * 130 + 29 * 7 + 128) / 256
}

TEST(ImageFeatures, what_a_camera_gives_is_read_back_by_the_reader_of_its_files) {
  const Picture picture = {
      .width = 9, .height = 5, .channels = 3, .pixels = noise(std::size_t{9} * 5 * 3, 4)};
  const CameraOptions camera = camera_options(seen_by("rgb565_le")).value();
  const Picture back = read_rgb565(camera_bytes(camera, picture), 9, 5, ByteOrder::little).value();
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const unsigned kept = i % 3 == 1 ? 2 : 3;  // lower bits that are lost
    EXPECT_EQ(back.pixels[i] >> kept, picture.pixels[i] >> kept);
  }
}

TEST(ImageFeatures, a_camera_of_another_size_crops_and_shrinks) {
  ImageFeatureOptions options = seen_by("rgb565_be");
  options.camera_width = 8, options.camera_height = 4;
  const CameraOptions camera = camera_options(options).value();
  EXPECT_EQ(camera_bytes(camera, blank_picture(40, 40, 3, 99)).size(), 8U * 4 * 2);
}

std::string camera_refusal(const ImageFeatureOptions& options) {
  const auto camera = camera_options(options);
  return camera.ok() ? "" : camera.error().message;
}

TEST(ImageFeatures, cameras_that_there_are_not_are_refused) {
  EXPECT_EQ(camera_refusal(seen_by("rgb565")),
            "preprocess: camera is 'rgb565', expected one of as_collected, grey, rgb888, "
            "rgb565_le, rgb565_be");
  ImageFeatureOptions grey = seen_by("grey");
  grey.colour = "rgb";
  EXPECT_EQ(camera_refusal(grey),
            "preprocess: a grey camera gives no colours; set colour = \"grey\" or another camera");
  ImageFeatureOptions half = seen_by("rgb888");
  half.camera_width = 160;
  EXPECT_EQ(camera_refusal(half),
            "preprocess: give both camera_width and camera_height, or neither");
  ImageFeatureOptions nameless = seen_by("as_collected");
  nameless.camera_width = 160, nameless.camera_height = 120;
  EXPECT_EQ(camera_refusal(nameless),
            "preprocess: camera_width and camera_height belong to a camera; name its format, e.g. "
            "camera = \"rgb565_be\"");
}

}  // namespace
}  // namespace tadpole
