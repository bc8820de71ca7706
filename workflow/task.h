// SPDX-License-Identifier: Apache-2.0
// What a project can learn: one task per template, one file per task in workflow/tasks/. A task
// knows its part of the recipe, how its data is collected and preprocessed, and shows it to the
// later stages as examples: features with a truth.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/eval/evaluation.h"
#include "core/report/run_report.h"
#include "core/tflite/tflite.h"
#include "core/train/batch_source.h"
#include "device/dsp/quantize.h"
#include "kit/deploy/deploy_to_board.h"
#include "kit/deploy/export_library.h"
#include "workflow/artifacts.h"

namespace tadpole {

// What the outputs of a model are compared with.
enum class Goal : std::uint8_t {
  classify,     // a label
  regress,      // targets
  reconstruct,  // its own input: what it cannot rebuild is an anomaly
};

struct Example {
  std::string name;  // for people
  int label = -1;    // index into labels(); -1: none
  std::vector<float> targets = {};
  std::vector<float> inputs = {};  // of a row of a table: as they are stored
  std::string who, group;
  int recording = -1;  // the same for all windows of one recording
};

// One example's features: real values, or the int8 bytes that the device would compute.
class Features {
 public:
  virtual ~Features() = default;
  // x: as many as the examples' shape holds. Thread-safe.
  virtual void real(std::span<float> x) const = 0;
  virtual void int8(device::Quantization input, std::span<std::int8_t> x) const = 0;
};

// The data of a project as every stage after preprocess sees it. Thread-safe.
class Examples {
 public:
  virtual ~Examples() = default;
  virtual const std::vector<std::string>& labels() const = 0;  // class order; empty: no classes
  virtual std::vector<std::string> target_names() const { return {}; }  // of a regression
  virtual std::array<int, 3> shape() const = 0;                         // of the features
  virtual std::string origin() const = 0;  // "recorded", "synthetic", "mixed"
  virtual int size(Split split) const = 0;
  // Expects: index < size(split).
  virtual Example at(Split split, int index) const = 0;
  // Unaugmented. Valid as long as the examples.
  virtual Result<std::unique_ptr<Features>> features(Split split, int index) const = 0;
  // The split as training sees it, augmented afresh in every epoch. These examples must outlive it.
  virtual Result<std::unique_ptr<BatchSource>> source(Split split) const = 0;
  // True when source() changes what it gives from epoch to epoch.
  virtual bool augments() const { return true; }
  // What the model's int8 input must carry because the features are born so; 0: calibration
  // chooses.
  virtual float input_scale() const { return 0.0F; }
  virtual int input_zero_point() const { return 0; }
  // Says who is in which split, and fails when somebody is in two.
  virtual Result<std::string> split_proof() const = 0;
  // How to make the features of a new recording: kept inside the .tflite file.
  virtual std::string features_text() const = 0;
  // How to read a file of a user and make its features, see read_sample_file(): kept there too.
  // Null: features_text() says it all.
  virtual nlohmann::json input_notes() const { return nullptr; }
  std::size_t values() const {
    const auto s = shape();
    return static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1]) *
           static_cast<std::size_t>(s[2]);
  }
};

// A model's answer to one example. out: as many as the model has outputs.
using Answer = std::function<Outcome(const Features& features, std::span<float> out)>;

// A model under test.
struct Tested {
  const Answer& answer;
  TfliteExecutor* stream = nullptr;  // of a model that streams: itself
};

class Task {
 public:
  virtual ~Task() = default;
  virtual std::string help() const = 0;  // what a project of this template learns, one phrase
  // What a page records for it: "sound" (of one second), "long_sound", "picture", "motion" (rows of
  // a sensor's log), "stroke", "table" (a file).
  virtual std::string feed() const = 0;
  // What makes samples without recordings, by name.
  virtual std::vector<std::string> makers() const = 0;
  virtual Goal goal(const Recipe&) const { return Goal::classify; }
  // What its things are called.
  virtual Wording wording() const { return {}; }
  // The recipe that `tadpole new` writes.
  virtual Recipe defaults() const = 0;
  // The tables of its recipe, bound to the recipe's fields.
  virtual std::vector<RecipeSection> sections(Recipe& recipe) const = 0;
  // The options of one [[source]].
  virtual OptionSet source_options(SourceOptions& source) const = 0;
  // Fails on values that do not fit together.
  virtual Outcome check(const Recipe&) const { return Done{}; }
  virtual Outcome check_source(const SourceOptions& source) const = 0;
  // The command that adds a first source.
  virtual std::string next_step(const std::string& folder) const = 0;

  virtual Result<StageWork> collect(Project& project, Progress& progress) const = 0;
  virtual Result<StageWork> preprocess(Project& project, Progress& progress) const = 0;
  virtual Result<std::unique_ptr<Examples>> examples(const Project& project) const = 0;
  // Fills labels, dataset, examples and features of the page, as far as there are any.
  virtual void report_data(const Project& project, RunReport& report) const = 0;
  // A sheet of examples as training sees them beside the originals, as a PNG file; empty: none.
  virtual Bytes augmentation_sheet(const Project&) const { return {}; }
  // Whether a forest on the same features is a fair rival: features that stand for themselves.
  virtual bool compares_with_forest() const { return false; }
  // Adds what else this task tests a classifier by: a keyword listens in a room.
  virtual Outcome add_tests(EvaluationReport&, const Project&, const Examples&, const Tested&,
                            Progress&) const {
    return Done{};
  }
  // Fills what the board is given (application, test items) and what the library is.
  virtual Outcome prepare_deploy(const Project& project, const Examples& examples,
                                 DeployRequest& board, ExportRequest& library) const = 0;
  // What the user of a board that was measured must know; empty: nothing.
  virtual std::string deploy_note(const Project&, const DeployReport&) const { return ""; }
};

// Expects: kind is one of template_names().
const Task& task_of(const std::string& kind);
inline const Task& task_of(const Project& project) {
  return task_of(project.recipe().project.kind);
}

}  // namespace tadpole
