// SPDX-License-Identifier: Apache-2.0
// One file of a user as a trained model is asked about it: read and cut as the training data was.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/data/sample_set.h"
#include "workflow/recipe.h"

namespace tadpole {

// What a model asks about at once: a window, a row, a stroke, a picture.
struct FileSample {
  std::string name;                   // "0.50 s", "row 3", "stroke 2"
  std::vector<std::uint8_t> stored;   // as a set of this kind stores it
  std::array<int, 3> shape{1, 1, 1};  // of the stored values
};

// What the notes of a model say of the files that it was trained on: kind, rate, channels. Tasks
// add how they read and cut.
nlohmann::json input_notes(const SampleSet& set);
// For recordings: the windows, and how logs were read.
void note_windows(nlohmann::json& input, const WindowOptions& windows, const SampleSet& set,
                  const MotionOptions& log);
// For tables: how files were read.
void note_table(nlohmann::json& input, const TableOptions& options);

// input: input_notes() of the model. Fails, with one sentence, when the file cannot be read as its
// kind, and when it does not fit the model: other columns, units or rate, a recording shorter than
// half a window.
Result<std::vector<FileSample>> read_sample_file(const nlohmann::json& input, const Path& file);

}  // namespace tadpole
