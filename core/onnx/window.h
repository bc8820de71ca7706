// SPDX-License-Identifier: Apache-2.0
// Where the windows of convolutions and pools lie: ONNX pads by numbers, .tflite by SAME or VALID.
#pragma once
#include "core/onnx/importer.h"

namespace tadpole {

// One side of a picture, in pixels.
struct WindowSide {
  int input = 1, filter = 1, stride = 1, dilation = 1;
  int before = 0, after = 0;  // padding; after: as much as the last window reaches
  int output = 1;
  int reach() const { return (filter - 1) * dilation + 1; }
};

struct PictureWindow {
  WindowSide h, w;
  bool is_ceil = false;  // ceil_mode has added a window
  // Whether .tflite's own padding puts the windows at the same places.
  bool fits(Padding padding) const;
  bool is_padded() const { return h.before + h.after + w.before + w.after > 0; }
};

// The window of the node over the last one or two axes of dims (of one axis: height 1). filter: its
// sizes. Fails for sizes below 1 or beyond what a picture has, and when no window fits.
Result<PictureWindow> read_window(const Importer& in, const Dims& dims, const Dims& filter);

// The picture with the window's padding in front and behind, filled with a value; the window then
// needs none. Adds PAD for 0, PADV2 for other values.
int padded(Importer& in, int picture, PictureWindow& window, float value);

// Strides, dilations, filter sizes and padding as an operator of .tflite has them.
OpOptions window_options(const PictureWindow& window, Padding padding);

// [1, C, H, W] in ONNX, [1, C, L] when dims has three axes.
Dims window_dims(const Dims& dims, const PictureWindow& window, int channels);

}  // namespace tadpole
