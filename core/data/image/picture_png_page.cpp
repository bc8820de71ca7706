// SPDX-License-Identifier: Apache-2.0
// In the page the browser decodes pictures and hands them in as PPM; PNG is only written.
#include <algorithm>

#include "core/base/stored_png.h"
#include "core/data/image/picture_formats.h"

namespace tadpole {

bool is_png(PictureBytes bytes) {
  return bytes.size() >= kPngSignature.size() &&
         std::equal(kPngSignature.begin(), kPngSignature.end(), bytes.begin());
}

Result<Picture> read_png(PictureBytes, const std::string& name) {
  return unsupported(name +
                     " is a PNG file, and the page cannot decode it itself; add it by the "
                     "page's form, or use the program");
}

Bytes write_png(const Picture& picture) {
  return stored_png(picture.width, picture.height,
                    picture.channels == 3 ? PngColour::rgb : PngColour::grey, picture.pixels);
}

}  // namespace tadpole
