// SPDX-License-Identifier: Apache-2.0
// PNG by libpng's simplified interface, which needs no setjmp here.
#include <png.h>

#include <algorithm>

#include "core/data/image/picture_formats.h"

namespace tadpole {
namespace {

// Frees what libpng holds, on every way out.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
};

std::uint8_t on_white(unsigned value, unsigned alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255U * (255U - alpha) + 127U) / 255U);
}

// values: [pixels][channels + alpha]
void flatten(std::span<const std::uint8_t> values, Picture& out) {
  const auto channels = static_cast<std::size_t>(out.channels);
  for (std::size_t i = 0; i * (channels + 1) < values.size(); ++i) {
    const std::uint8_t* pixel = &values[i * (channels + 1)];
    for (std::size_t c = 0; c < channels; ++c)
      out.pixels[i * channels + c] = on_white(pixel[c], pixel[channels]);
  }
}

}  // namespace

bool is_png(PictureBytes bytes) {
  return bytes.size() >= 8 && png_sig_cmp(bytes.data(), 0, 8) == 0;
}

Result<Picture> read_png(PictureBytes bytes, const std::string& name) {
  PngImage png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0)
    return broken_picture(name, png.image.message);
  TADPOLE_TRY(check_picture_size(png.image.width, png.image.height, name));
  // Deflate makes at most 1032 bytes of one, and a pixel takes at least a bit.
  if (png.image.height > bytes.size() * 1032 / (png.image.width / 8 + 1))
    return broken_picture(name, "it is cut off");
  const bool colour = (png.image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  const bool alpha = (png.image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  png.image.format = (colour ? PNG_FORMAT_FLAG_COLOR : 0U) | (alpha ? PNG_FORMAT_FLAG_ALPHA : 0U);
  std::vector<std::uint8_t> values(PNG_IMAGE_SIZE(png.image));
  if (png_image_finish_read(&png.image, nullptr, values.data(), 0, nullptr) == 0)
    return broken_picture(name, png.image.message);
  Picture out{.width = static_cast<int>(png.image.width),
              .height = static_cast<int>(png.image.height),
              .channels = colour ? 3 : 1};
  if (!alpha) {
    out.pixels = std::move(values);
    return out;
  }
  out = blank_picture(out.width, out.height, out.channels);
  flatten(values, out);
  return out;
}

Bytes write_png(const Picture& picture) {
  PngImage png;
  png.image.width = static_cast<png_uint_32>(picture.width);
  png.image.height = static_cast<png_uint_32>(picture.height);
  png.image.format = picture.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  TADPOLE_EXPECT(picture.pixels.size() == PNG_IMAGE_SIZE(png.image));
  Bytes bytes(PNG_IMAGE_PNG_SIZE_MAX(png.image));
  png_alloc_size_t size = bytes.size();
  const int written = png_image_write_to_memory(&png.image, bytes.data(), &size, 0,
                                                picture.pixels.data(), 0, nullptr);
  TADPOLE_EXPECT(written != 0);
  bytes.resize(size);
  return bytes;
}

}  // namespace tadpole
