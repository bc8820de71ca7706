// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/resize_picture.h"

#include <algorithm>

#include "device/dsp/image.h"

namespace tadpole {

Picture resized(const Picture& picture, int width, int height) {
  device::ImageOptions options;
  options.width = width;
  options.height = height;
  options.fit = device::ImageFit::stretch;
  options.colour = picture.channels == 3 ? device::ImageColour::rgb : device::ImageColour::grey;
  TADPOLE_EXPECT(device::check(options) == device::Status::ok);
  const device::CameraFrame frame{
      picture.pixels.data(), picture.width, picture.height,
      picture.channels == 3 ? device::PixelFormat::rgb888 : device::PixelFormat::grey8};
  Picture out = blank_picture(width, height, picture.channels);
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(device::image_scratch(options)));
  const auto status = device::image_frame(
      options, frame, sums.data(),
      [&](int i, int, std::uint8_t level) { out.pixels[static_cast<std::size_t>(i)] = level; });
  TADPOLE_EXPECT(status == device::Status::ok);
  return out;
}

Picture shrunk(Picture picture, int side) {
  const std::int64_t longest = std::max(picture.width, picture.height);
  if (longest <= side) return picture;
  const auto scaled = [&](int length) {
    return static_cast<int>(
        std::max<std::int64_t>(1, (2 * std::int64_t{length} * side + longest) / (2 * longest)));
  };
  return resized(picture, scaled(picture.width), scaled(picture.height));
}

}  // namespace tadpole
