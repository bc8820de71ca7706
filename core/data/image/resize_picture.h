// SPDX-License-Identifier: Apache-2.0
// Pictures to another size, by the resize of device/dsp/image.h.
#pragma once
#include "core/data/image/picture.h"

namespace tadpole {

// The longest side that a picture may have to be resized.
inline constexpr int kLongestSide = 32768;

// All of the picture at another size, bent when the shape differs. Expects: 1 to 512 pixels a side,
// and a picture of at most kLongestSide.
Picture resized(const Picture& picture, int width, int height);
// The same shape with no side longer than `side`; a smaller picture stays as it is. Expects as
// resized().
Picture shrunk(Picture picture, int side);

}  // namespace tadpole
