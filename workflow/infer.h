// SPDX-License-Identifier: Apache-2.0
// Infer and inspect: any .tflite file, with or without a project.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/files.h"

namespace tadpole {

// What a model made here carries inside its .tflite file: how to make its input and how to read its
// output.
struct ModelNotes {
  std::vector<std::string> labels;
  std::string features;    // Examples::features_text(): "kind=mfcc;bands=40;...", "image;width=..."
  std::string origin;      // "recorded", "synthetic", "mixed"
  double threshold = 0.0;  // below it the answer is "unknown", 0: it never is; of a detector: from
                           // which score on it is an anomaly
  std::vector<std::string> targets = {};  // of a regression
  std::string score = {};                 // of a detector: how its outputs become a score
  std::string score_of = {};              // "window", "recording"
  nlohmann::json input = nullptr;         // Examples::input_notes()
};

struct InferAnswer {
  nlohmann::json json = nlohmann::json::object();
  std::string text;
};

// The model's answers to one file: to a recording of words or a picture the label and score of
// every class; to a log, strokes or a table one for each window, stroke or row: its class, its
// numbers, or how unusual it is. labels: names for a foreign model's outputs, else read from the
// model, else numbers. Fails when the model or the file is refused, when the file does not fit what
// the model was trained on, or when the input tensor fits no front end we have.
Result<InferAnswer> infer_file(const Path& model, const Path& file,
                               const std::vector<std::string>& labels);
// Bytes of the first input tensor in, bytes of the first output tensor out. Fails when the size
// does not fit.
Result<InferAnswer> infer_raw(const Path& model, const Path& input, const Path& output);
// Operators, shapes, scales, sizes, arena.
Result<InferAnswer> inspect(const Path& model);

// The notes in a .tflite's metadata; fails when there are none.
Result<ModelNotes> read_notes(std::span<const std::uint8_t> model);
std::string notes_text(const ModelNotes& notes);
inline constexpr const char* kNotesEntry = "tadpole";

}  // namespace tadpole
