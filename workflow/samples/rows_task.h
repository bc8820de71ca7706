// SPDX-License-Identifier: Apache-2.0
// What the tasks on rows of numbers and categories have in common: columns chosen in [table], an
// encoder fitted on the training rows, every row for itself.
#pragma once
#include "workflow/samples/sample_task.h"

namespace tadpole {

class RowsTask : public SampleTask {
 public:
  std::vector<RecipeSection> sections(Recipe& recipe) const final;
  OptionSet source_options(SourceOptions& source) const final;
  bool compares_with_forest() const final { return true; }

 protected:
  // What the rows are about: decides what the model card says.
  virtual Subject subject() const = 0;
  WordingNouns nouns() const final;
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress& progress) const final;
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe& recipe,
                                    std::uint64_t seed) const final;
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const final;
  void note_input(const Recipe& recipe, const SampleSet& set, nlohmann::json& input) const final;
};

}  // namespace tadpole
