// SPDX-License-Identifier: Apache-2.0
// What a generator is, for the files generate_*.cpp. Internal to core/data/image.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/data/image/canvas.h"
#include "core/data/sample_set.h"

namespace tadpole {

// One picture to paint.
struct ImageWish {
  int label = 0;  // index of its class
  int size = 0;
  int index = 0;  // of the picture in its class
  int count = 0;  // of pictures in the class
  Rng who;        // the same for all pictures of one hand, thing, place or face
  Rng one;        // this picture's own
};

struct PaintedImage {
  Picture picture = {};
  std::string group = {};           // slice for fairness: light, skin
  std::optional<Split> given = {};  // only where the set is about its split
};

struct ImageGenerator {
  const char* name;
  const char* help;
  int size;
  int channels;
  std::vector<std::string> labels;
  const char* who;  // "writer": who is "writer 3"
  int per_who;      // pictures of each class that share a who
  PaintedImage (*paint)(ImageWish wish);
};

ImageGenerator figures_generator();
ImageGenerator garments_generator();
ImageGenerator glyphs_generator();
ImageGenerator leaves_generator();
ImageGenerator masks_generator();
ImageGenerator objects_generator();
ImageGenerator persons_generator();

// The whole picture with clutter: two colours in hills, stripes or tiles, and some shapes.
void paint_clutter(Canvas& canvas, Rng& rng, int shapes);

}  // namespace tadpole
