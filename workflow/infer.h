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
  double threshold = 0.0;  // below it the answer is "unknown"; 0: it never is
};

struct InferAnswer {
  nlohmann::json json = nlohmann::json::object();
  std::string text;
};

// The model's answer to one recording or picture: label and score of every class. labels: names for
// a foreign model's outputs, else read from the file, else numbers. Fails when the model or the
// file is refused, or the input tensor fits no front end we have.
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
