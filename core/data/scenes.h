// SPDX-License-Identifier: Apache-2.0
// Long test audio with words at known times: background noise, keywords and other words at random
// times and levels.
#pragma once
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace tadpole {

struct SceneEvent {
  std::string label = {};  // a keyword or "unknown"
  double start_s = 0.0, end_s = 0.0;
};

struct Scene {
  std::string name = {};
  std::vector<std::int16_t> samples = {};  // 16 kHz mono
  std::vector<SceneEvent> events = {};
};

struct SceneOptions {
  double seconds = 600.0;
  double gap_s = 4.0;        // mean pause between words, besides the clips' own
  double background = 0.05;  // level of the background, of full scale
  std::uint64_t seed = 1;
  Split split = Split::test;  // whose clips and backgrounds are heard
};

// Only clips and backgrounds of one split are heard. Fails when there is no keyword clip among
// them.
Result<Scene> make_scene(const Dataset& dataset, const SceneOptions& options);

}  // namespace tadpole
