// SPDX-License-Identifier: Apache-2.0
// A file of a user as questions to a model: what is in it, made into the features that the model
// was trained on.
#pragma once
#include <memory>

#include "workflow/infer.h"
#include "workflow/task.h"

namespace tadpole {

struct Question {
  std::string name;  // "0.50 s", "row 3"
  std::shared_ptr<const Features> features;
  std::size_t values = 0;  // that the features have
};

// notes: of the model; null: it carries none. Fails as infer_file() does.
Result<std::vector<Question>> read_questions(const TfliteExecutor& executor,
                                             const ModelNotes* notes, const Path& file);
// True when a file of this model's kind may hold many questions: a log, strokes, a table.
bool has_many(const ModelNotes& notes);

}  // namespace tadpole
