// SPDX-License-Identifier: Apache-2.0
// Made-up recordings for courses and tests where nobody has recorded yet: many people or machines,
// each with a style of its own, so that a split by `who` means something. What they make is
// Origin::synthetic and must never be reported as a result on people or machines.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/sample_set.h"

namespace tadpole {

struct MotionGenerator {
  const char* name;
  const char* kind;  // of the set
  std::vector<std::string> labels;
  const char* help;  // one sentence
};

// "gestures", "strokes", "activities", "ecg", "vibration", "machine_sound".
const std::vector<MotionGenerator>& motion_generators();

struct GenerateOptions {
  std::string name = {};
  int per_class = 100;  // 1..10000 samples of each label
  std::uint64_t seed = 1;
  int people = 12;       // people or machines, 1..1000; each gives every label in turn
  double seconds = 0.0;  // of a sample, 0.5..60; 0: what the generator is made for (strokes and ecg
                         // always are)
};

// The same options give the same set. Fails (wrong_use) on an unknown name, with those there are,
// and on numbers outside their range or more than 2^29 values in all.
Result<SampleSet> generate_motion(const GenerateOptions& options);

}  // namespace tadpole
