// SPDX-License-Identifier: Apache-2.0
// One reader per picture format. Internal to core/data/image: call read_picture().
#pragma once
#include <string>

#include "core/data/image/picture.h"

namespace tadpole {

using PictureBytes = std::span<const std::uint8_t>;

bool is_png(PictureBytes bytes);
bool is_jpeg(PictureBytes bytes);
bool is_pnm(PictureBytes bytes);
bool is_bmp(PictureBytes bytes);
Result<Picture> read_png(PictureBytes bytes, const std::string& name);
Result<Picture> read_jpeg(PictureBytes bytes, const std::string& name);
Result<Picture> read_pnm(PictureBytes bytes, const std::string& name);
Result<Picture> read_bmp(PictureBytes bytes, const std::string& name);

// "<name> is no picture that can be read: <what>; ..."
Error broken_picture(const std::string& name, const std::string& what);
// Fails when a side is 0 or there are more than kMostPixels.
Outcome check_picture_size(std::int64_t width, std::int64_t height, const std::string& name);

// As the Exif orientation says, 1 to 8; others leave the picture as it is.
Picture turned(Picture picture, int orientation);
// The orientation in the body of an APP1 segment ("Exif", 0, 0, TIFF header ...); 1 when there is
// none or it makes no sense.
int exif_orientation(PictureBytes segment);

}  // namespace tadpole
