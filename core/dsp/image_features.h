// SPDX-License-Identifier: Apache-2.0
// From a recipe's picture options to those of device/dsp/image.h, to the C++ text a firmware image
// is built with, and the image front end itself on the host: the same code, the same bytes.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/data/image/picture.h"
#include "device/dsp/image.h"

namespace tadpole {

struct ImageFeatureOptions {
  int width = 96, height = 96;
  std::string colour = "grey";
  std::string fit = "crop";
  int bar = 0;
  std::string ink = "whole";
  int ink_level = 128;
  std::string normalise = "signed";
  std::vector<std::string> mean = {"127.5"}, sd = {"127.5"};
  std::string camera = "as_collected";      // the format of the board's camera
  int camera_width = 0, camera_height = 0;  // of its frames; 0: as the pictures are
};
// The options with their units, ranges and help. The struct must outlive the set.
OptionSet describe(ImageFeatureOptions& options);

// Fails (wrong_use) when a choice is unknown, a side is out of range, or mean and sd are not one
// number or one per channel.
Result<device::ImageOptions> device_image_options(const ImageFeatureOptions& options);

// Every field in order, "name=value;": equal texts compute equal inputs.
std::string image_fingerprint(const device::ImageOptions& options);

// A definition `inline constexpr tadpole::device::ImageOptions <name> = ...;` that needs
// device/dsp/image_options.h. For ImageFrontEnd<name>.
std::string image_options_source(const device::ImageOptions& options, const std::string& name);

// The board's camera: in which form, and in which size, pictures come to the device.
struct CameraOptions {
  bool is_simulated = false;  // false: pictures come as they were collected
  device::PixelFormat format = device::PixelFormat::rgb888;
  int width = 0, height = 0;  // 0: as the pictures are
};
// Fails (wrong_use) when the format is unknown, only one of both sides is given, one is out of
// range, or a grey camera shall give colours.
Result<CameraOptions> camera_options(const ImageFeatureOptions& options);
// "as_collected", "grey", "rgb888", "rgb565_le", "rgb565_be".
std::string camera_name(const CameraOptions& camera);
// What that camera would have given for a picture: shrunk or cropped to its frame, then in its
// format; 565 keeps the upper bits of a level, as cameras do. Expects: a whole picture.
std::vector<std::uint8_t> camera_bytes(const CameraOptions& camera, const Picture& picture);
// Of frames of that camera, for pictures of this size and so many channels.
device::CameraFrame camera_frame(const CameraOptions& camera, const std::uint8_t* pixels,
                                 std::array<int, 3> shape);

// pixels: [height][width][channels], grey or red-green-blue, as a SampleSet or a Picture keeps
// them.
device::CameraFrame camera_frame(std::span<const std::uint8_t> pixels, int width, int height,
                                 int channels);
device::CameraFrame camera_frame(const Picture& picture);

// device::ImageFrontEnd with options known at run time. Thread-safe: a call has its own scratch.
class HostImageFrontEnd {
 public:
  // Expects check(options) == ok.
  explicit HostImageFrontEnd(const device::ImageOptions& options) : options_(options) {
    TADPOLE_EXPECT(device::check(options) == device::Status::ok);
  }
  const device::ImageOptions& options() const { return options_; }
  // {height, width, channels}
  std::array<int, 3> shape() const {
    return {options_.height, options_.width, device::channel_count(options_)};
  }

  // out: [height][width][channels] of the options. Expects check(frame) == ok, scale > 0.
  void real(const device::CameraFrame& frame, std::span<float> out) const;
  void int8(const device::CameraFrame& frame, device::Quantization quantization,
            std::span<std::int8_t> out) const;
  // Before normalising: what the model looks at, for pages.
  Picture levels(const device::CameraFrame& frame) const;

 private:
  device::ImageOptions options_;
};

}  // namespace tadpole
