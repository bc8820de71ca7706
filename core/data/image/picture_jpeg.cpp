// SPDX-License-Identifier: Apache-2.0
// JPEG by libjpeg. Its errors leave by longjmp: the functions that may be left so hold nothing that
// needs a destructor; the reader's own destructor frees libjpeg's memory.
#include <csetjmp>
#include <cstdio>
// After cstdio, which jpeglib.h needs.
#include <fmt/format.h>
#include <jerror.h>
#include <jpeglib.h>

#include <array>
#include <cstring>

#include "core/data/image/picture_formats.h"

namespace tadpole {
namespace {

constexpr unsigned kApp1 = JPEG_APP0 + 1;

struct ErrorExit {
  jpeg_error_mgr manager;  // first: libjpeg gives back its address
  std::jmp_buf leave;
  std::array<char, JMSG_LENGTH_MAX> message;
};

void leave_with_message(j_common_ptr info) {
  auto* exit = reinterpret_cast<ErrorExit*>(info->err);
  info->err->format_message(info, exit->message.data());
  std::longjmp(exit->leave, 1);
}

// A warning means damaged or missing data: half a picture is none. Bytes too many are no loss, and
// cameras write them.
void leave_at_warning(j_common_ptr info, int level) {
  if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA) leave_with_message(info);
}

class JpegReader {
 public:
  explicit JpegReader(PictureBytes bytes) : bytes_(bytes) {
    info_.err = jpeg_std_error(&exit_.manager);
    exit_.manager.error_exit = leave_with_message;
    exit_.manager.emit_message = leave_at_warning;
  }
  ~JpegReader() { jpeg_destroy_decompress(&info_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  // Each returns false after an error of libjpeg; message() says which.
  bool open() {
    if (setjmp(exit_.leave) != 0) return false;
    jpeg_create_decompress(&info_);
    jpeg_mem_src(&info_, bytes_.data(), static_cast<unsigned long>(bytes_.size()));
    jpeg_save_markers(&info_, static_cast<int>(kApp1), 0xFFFF);
    jpeg_read_header(&info_, TRUE);
    return true;
  }
  bool start() {
    if (setjmp(exit_.leave) != 0) return false;
    info_.out_color_space = info_.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    info_.dct_method = JDCT_ISLOW;
    jpeg_start_decompress(&info_);
    return true;
  }
  bool row(std::uint8_t* into) {
    if (setjmp(exit_.leave) != 0) return false;
    JSAMPROW rows[1] = {into};
    return jpeg_read_scanlines(&info_, rows, 1) == 1;
  }
  bool finish() {
    if (setjmp(exit_.leave) != 0) return false;
    return jpeg_finish_decompress(&info_) != FALSE;
  }
  const jpeg_decompress_struct& info() const { return info_; }
  std::string message() const { return exit_.message.data(); }

 private:
  PictureBytes bytes_;
  jpeg_decompress_struct info_{};
  ErrorExit exit_{};
};

int orientation_of(const jpeg_decompress_struct& info) {
  for (auto* marker = info.marker_list; marker != nullptr; marker = marker->next)
    if (marker->marker == kApp1) return exif_orientation({marker->data, marker->data_length});
  return 1;
}

Outcome check_header(const jpeg_decompress_struct& info, std::size_t bytes,
                     const std::string& name) {
  const std::int64_t width = info.image_width, height = info.image_height;
  TADPOLE_TRY(check_picture_size(width, height, name));
  if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK)
    return broken_picture(name, "its colours are CMYK, made for print");
  if (info.num_components != 1 && info.num_components != 3)
    return broken_picture(
        name, fmt::format("it has {} components, expected 1 or 3", info.num_components));
  // The unit of its coding, at most 32 x 32 pixels, takes at least one bit.
  if (width / 32 * (height / 32) > static_cast<std::int64_t>(bytes) * 8)
    return broken_picture(name, "it is cut off");
  return Done{};
}

}  // namespace

bool is_jpeg(PictureBytes bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

Result<Picture> read_jpeg(PictureBytes bytes, const std::string& name) {
  JpegReader reader(bytes);
  if (!reader.open()) return broken_picture(name, reader.message());
  TADPOLE_TRY(check_header(reader.info(), bytes.size(), name));
  const int orientation = orientation_of(reader.info());  // finish() forgets the markers
  if (!reader.start()) return broken_picture(name, reader.message());
  const auto& info = reader.info();
  Picture out = blank_picture(static_cast<int>(info.output_width),
                              static_cast<int>(info.output_height), info.output_components);
  for (int y = 0; y < out.height; ++y)
    if (!reader.row(&out.pixels[out.at(0, y)])) return broken_picture(name, reader.message());
  if (!reader.finish()) return broken_picture(name, reader.message());
  return turned(std::move(out), orientation);
}

}  // namespace tadpole
