// SPDX-License-Identifier: Apache-2.0
// What a model said about held-out clips: the only input of every metric here.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/eval/wording.h"

namespace tadpole {

struct Prediction {
  std::string clip;     // names the clip for people: its file
  int truth = 0;        // index into Predictions::labels
  std::string speaker;  // clips of one speaker are not independent: intervals resample speakers
  std::string group;    // accent, room, device; may be empty
  std::vector<float> probabilities;  // [labels], each in [0, 1]
};

struct Predictions {
  std::vector<std::string> labels;  // class order of the model
  std::vector<Prediction> items;
};

// Index of the largest value; the first of equals. Expects: not empty.
int top_class(std::span<const float> probabilities);
// 1 for the largest value, 2 for the next, ...; of equals the first comes first, so that rank 1 is
// top_class().
int rank_of(std::span<const float> probabilities, int label);

// Everything else in core/eval expects predictions that passed this: at least one clip and two
// labels, a truth that is a label, one finite probability in [0, 1] per label. The message names
// the clip.
Outcome check_predictions(const Predictions& predictions, const Wording& wording = {});

// The labels that a device shall react to: all but "silence" and "unknown". Indices, ascending.
std::vector<int> keyword_classes(std::span<const std::string> labels);
bool is_keyword(const std::string& label);

}  // namespace tadpole
