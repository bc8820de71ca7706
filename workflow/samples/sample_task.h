// SPDX-License-Identifier: Apache-2.0
// What the tasks on sets of samples have in common: a task says how its sources are read, how they
// become features and what it calls things.
#pragma once
#include <memory>

#include "workflow/samples/sample_examples.h"
#include "workflow/samples/sample_file.h"

namespace tadpole {

class SampleTask : public Task {
 public:
  std::vector<std::string> makers() const final { return generators(); }
  Wording wording() const override { return plain_wording(nouns()); }
  Outcome check_source(const SourceOptions& source) const override;
  std::string next_step(const std::string& folder) const override;
  Result<StageWork> collect(Project& project, Progress& progress) const final;
  Result<StageWork> preprocess(Project& project, Progress& progress) const final;
  Result<std::unique_ptr<Examples>> examples(const Project& project) const final;
  void report_data(const Project& project, RunReport& report) const final;
  Outcome prepare_deploy(const Project& project, const Examples& examples, DeployRequest& board,
                         ExportRequest& library) const final;

 protected:
  virtual WordingNouns nouns() const = 0;
  virtual std::vector<std::string> generators() const = 0;
  virtual Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                          Progress& progress) const = 0;
  virtual Result<SampleSet> generate_source(const SourceOptions& source, const Recipe& recipe,
                                            std::uint64_t seed) const = 0;
  // Fits what is fitted on the training split only.
  virtual Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                            const SampleSet& set) const = 0;
  // Makes the samples ready for rows(): windows need a least length.
  virtual Outcome prepare(const Recipe&, SampleSet&) const { return Done{}; }
  virtual Result<std::vector<SampleRow>> rows(const Recipe&, const SampleSet& set) const {
    return whole_samples(set);
  }
  // How files were read and cut, for read_sample_file(): added to input_notes().
  virtual void note_input(const Recipe&, const SampleSet&, nlohmann::json&) const {}
  // Goal::reconstruct: what training takes.
  virtual std::string normal_label(const Recipe&) const { return ""; }
  virtual SampleAugment augment(const Recipe&) const { return {}; }
  // One example for the page of the run.
  virtual ExampleClip page_example(const SampleExamples& examples, Split split, int index) const;
  SampleWords words() const;
  Outcome check_truth(const Recipe& recipe, const SampleSet& set) const;
  // The options import, generate, count, label, who, group, licence and consent.
  OptionSet common_source_options(SourceOptions& source, const std::string& import_help,
                                  const std::string& count_help) const;
};

}  // namespace tadpole
