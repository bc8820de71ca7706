// SPDX-License-Identifier: Apache-2.0
// Picture sets that are painted, not taken: for courses without a download. Every sample says so
// (origin synthetic); a model that learnt from them has not seen the world yet.
#pragma once
#include <string>
#include <vector>

#include "core/data/sample_set.h"

namespace tadpole {

struct GenerateImagesOptions {
  std::string name = "glyphs";
  int per_class = 100;  // pictures
  int size = 0;         // pixels a side; 0: the generator's own
  std::uint64_t seed = 1;
};

struct ImageGeneratorInfo {
  std::string name = {}, help = {};
  int size = 0, channels = 1;
  std::vector<std::string> labels = {};
};
// All generators, in alphabetical order.
std::vector<ImageGeneratorInfo> image_generators();
std::vector<std::string> generator_names();

// A set of kind "image", type uint8; `who` is the hand, thing, place or face that several pictures
// of every class share, so that a split by it is a fair test. Same options, same bytes.
// Fails (wrong_use) on an unknown name (with the one that was probably meant), per_class outside 1
// to 100000, size outside 16 to 256. Cost: 0.5 ms (28 pixels) to 7 ms (96 pixels) a picture.
Result<SampleSet> generate_images(const GenerateImagesOptions& options);

}  // namespace tadpole
