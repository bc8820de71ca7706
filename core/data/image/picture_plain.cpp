// SPDX-License-Identifier: Apache-2.0
// The two formats that need no library: Netpbm's grey and colour maps, Windows bitmaps.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/data/image/picture_formats.h"

namespace tadpole {
namespace {

// The numbers of a Netpbm file, with spaces and comments between them.
class PnmText {
 public:
  explicit PnmText(PictureBytes bytes) : bytes_(bytes) {}
  // -1 when there is none, or it has more than nine digits.
  std::int64_t number() {
    skip();
    std::int64_t value = -1;
    for (int digits = 0; at_ < bytes_.size() && is_digit(); ++at_) {
      if (++digits > 9) return -1;
      value = std::max<std::int64_t>(value, 0) * 10 + (bytes_[at_] - '0');
    }
    return value;
  }
  // What comes after the single space behind the last number of the header.
  PictureBytes raster() const { return bytes_.subspan(std::min(at_ + 1, bytes_.size())); }
  std::size_t left() const { return bytes_.size() - at_; }

 private:
  bool is_digit() const { return bytes_[at_] >= '0' && bytes_[at_] <= '9'; }
  void skip() {
    for (bool comment = false; at_ < bytes_.size(); ++at_) {
      const std::uint8_t c = bytes_[at_];
      if (c == '#') comment = true;
      if (c == '\n' || c == '\r') comment = false;
      if (!comment && c != ' ' && (c < '\t' || c > '\r')) return;
    }
  }
  PictureBytes bytes_;
  std::size_t at_ = 2;
};

std::uint8_t to_byte(std::int64_t value, std::int64_t most) {
  return static_cast<std::uint8_t>((std::min(value, most) * 255 + most / 2) / most);
}

Result<Picture> read_pnm_text(PnmText& text, Picture out, std::int64_t most,
                              const std::string& name) {
  for (std::uint8_t& pixel : out.pixels) {
    const std::int64_t value = text.number();
    if (value < 0) return broken_picture(name, "it is cut off");
    pixel = to_byte(value, most);
  }
  return out;
}

Picture read_pnm_binary(PictureBytes raster, Picture out, std::int64_t most) {
  for (std::size_t i = 0; i < out.pixels.size(); ++i)
    out.pixels[i] = to_byte(most > 255 ? raster[2 * i] * 256 + raster[2 * i + 1] : raster[i], most);
  return out;
}

std::int64_t little(PictureBytes bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value * 256 + bytes[at + i - 1];
  return size == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

struct BmpHeader {
  std::int64_t raster = 0, palette = 0, colours = 0, width = 0, height = 0;
  std::int64_t bits = 0, compression = 0;
  bool top_down = false;
  std::int64_t row_bytes() const { return (width * bits + 31) / 32 * 4; }
};

Result<BmpHeader> read_bmp_header(PictureBytes bytes, const std::string& name) {
  if (bytes.size() < 54) return broken_picture(name, "it is cut off");
  BmpHeader h;
  h.raster = little(bytes, 10, 4);
  h.palette = 14 + little(bytes, 14, 4);
  h.width = little(bytes, 18, 4);
  h.height = little(bytes, 22, 4);
  h.top_down = h.height < 0;
  h.height = h.top_down ? -h.height : h.height;
  h.bits = little(bytes, 28, 2);
  h.compression = little(bytes, 30, 4);
  h.colours = little(bytes, 46, 4);
  if (h.colours == 0) h.colours = 256;
  TADPOLE_TRY(check_picture_size(h.width, h.height, name));
  if (h.compression != 0 || (h.bits != 8 && h.bits != 24 && h.bits != 32))
    return broken_picture(
        name, fmt::format("it is a bitmap of {} bit with compression {}, expected 8, 24 or 32 bit "
                          "without",
                          h.bits, h.compression));
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (h.raster < 54 || h.raster > size || h.height * h.row_bytes() > size - h.raster)
    return broken_picture(name, "it is cut off");
  if (h.bits == 8 &&
      (h.colours < 1 || h.colours > 256 || h.palette < 54 || h.palette + 4 * h.colours > h.raster))
    return broken_picture(name, "its palette is damaged");
  return h;
}

// [colours][blue, green, red, unused]
bool is_grey(PictureBytes palette) {
  for (std::size_t i = 0; i + 3 < palette.size(); i += 4)
    if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2]) return false;
  return true;
}

// false: an index beyond the palette.
bool read_bmp_row(PictureBytes row, PictureBytes palette, const BmpHeader& h, Picture& out, int y) {
  const auto step = static_cast<std::size_t>(h.bits / 8);
  std::uint8_t* to = &out.pixels[out.at(0, y)];
  for (std::size_t x = 0; x < static_cast<std::size_t>(h.width); ++x) {
    const std::uint8_t* from = &row[x * step];
    if (h.bits == 8) {
      if (4U * *from >= palette.size()) return false;
      from = &palette[4U * *from];
    }
    if (out.channels == 1) {
      *to++ = from[0];
    } else {
      for (int c = 2; c >= 0; --c) *to++ = from[c];
    }
  }
  return true;
}

}  // namespace

bool is_pnm(PictureBytes b) {
  return b.size() >= 3 && b[0] == 'P' && std::strchr("2356", b[1]) != nullptr && b[1] != 0 &&
         (b[2] == '#' || b[2] == ' ' || (b[2] >= '\t' && b[2] <= '\r'));
}

Result<Picture> read_pnm(PictureBytes bytes, const std::string& name) {
  PnmText text(bytes);
  const std::int64_t width = text.number(), height = text.number(), most = text.number();
  TADPOLE_TRY(check_picture_size(width, height, name));
  if (most < 1 || most > 65535)
    return broken_picture(name, fmt::format("its largest value is {}, expected 1 to 65535", most));
  const bool is_text = bytes[1] == '2' || bytes[1] == '3';
  const int channels = bytes[1] == '3' || bytes[1] == '6' ? 3 : 1;
  const std::int64_t values = width * height * channels;
  // A number of the text takes a digit and a space.
  const auto needed = is_text ? 2 * values - 1 : most > 255 ? 2 * values : values;
  const std::size_t there = is_text ? text.left() : text.raster().size();
  if (static_cast<std::int64_t>(there) < needed) return broken_picture(name, "it is cut off");
  Picture out = blank_picture(static_cast<int>(width), static_cast<int>(height), channels);
  if (is_text) return read_pnm_text(text, std::move(out), most, name);
  return read_pnm_binary(text.raster(), std::move(out), most);
}

bool is_bmp(PictureBytes b) { return b.size() >= 2 && b[0] == 'B' && b[1] == 'M'; }

Result<Picture> read_bmp(PictureBytes bytes, const std::string& name) {
  const BmpHeader h = TADPOLE_TRY(read_bmp_header(bytes, name));
  const PictureBytes palette = h.bits == 8 ? bytes.subspan(static_cast<std::size_t>(h.palette),
                                                           static_cast<std::size_t>(4 * h.colours))
                                           : PictureBytes{};
  Picture out = blank_picture(static_cast<int>(h.width), static_cast<int>(h.height),
                              h.bits == 8 && is_grey(palette) ? 1 : 3);
  for (int y = 0; y < out.height; ++y) {
    const std::int64_t row = h.raster + y * h.row_bytes();
    if (!read_bmp_row(bytes.subspan(static_cast<std::size_t>(row)), palette, h, out,
                      h.top_down ? y : out.height - 1 - y))
      return broken_picture(name, "a pixel names a colour that its palette does not hold");
  }
  return out;
}

}  // namespace tadpole
