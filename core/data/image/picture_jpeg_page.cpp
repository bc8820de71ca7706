// SPDX-License-Identifier: Apache-2.0
// In the page the browser decodes pictures and hands them in as PPM.
#include "core/data/image/picture_formats.h"

namespace tadpole {

bool is_jpeg(PictureBytes bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

Result<Picture> read_jpeg(PictureBytes, const std::string& name) {
  return unsupported(name +
                     " is a JPEG file, and the page cannot decode it itself; add it by the "
                     "page's form, or use the program");
}

}  // namespace tadpole
