// SPDX-License-Identifier: Apache-2.0
// Recordings of accelerometers and gyroscopes -> which movement, one answer per window.
#include <fmt/format.h>

#include "core/data/motion/generate_motion.h"
#include "core/data/motion/import_motion.h"
#include "core/dsp/motion_front_end.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/windowed.h"

namespace tadpole {
namespace {

class MotionTask final : public SampleTask {
 public:
  std::string feed() const override { return "motion"; }
  std::string help() const override {
    return "movement from accelerometer and gyroscope: which gesture or activity";
  }

  bool compares_with_forest() const override { return true; }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.model.model = "mlp";
    recipe.train.epochs = 60;
    recipe.train.schedule.learning_rate = 0.003;
    recipe.train.optimizer.weight_decay = 0.001;
    recipe.train.ema = 0.99;
    recipe.train.keep = "last";
    recipe.augment_signal.noise_percent = 5.0;
    recipe.augment_signal.scale_percent = 10.0;
    recipe.deploy.clips = 100;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect;
    add_log_options(collect, r.motion);
    add_split_options(collect, r.collect, "people", "recordings");
    return {{"project", "What is learnt", project_options(r.project)},
            {"collect", "collect: the recordings and who is tested on", std::move(collect)},
            {"preprocess", "preprocess: windows and their features, by the code the device runs",
             window_feature_options(r)},
            {"augment", "train: how a window is changed before every look at it",
             describe(r.augment_signal)},
            model_section(r.model),
            train_section(r.train),
            optimize_section(r.optimize, "windows"),
            deploy_section(r.deploy, "windows")};
  }

  OptionSet source_options(SourceOptions& o) const override {
    return common_source_options(
        o, "sensor logs as CSV or .ts: a file, a folder with one sub-folder per label, a manifest",
        "recordings of each class");
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "window",
            .items = "windows",
            .who = "person",
            .whos = "people",
            .synthetic_tag = "simulated motion",
            .subject = Subject::movement};
  }
  std::vector<std::string> generators() const override { return {"gestures", "activities"}; }
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress&) const override {
    return import_motion(source.import, motion_options(source, recipe));
  }
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe&,
                                    std::uint64_t seed) const override {
    return generate_motion({.name = source.generate, .per_class = source.count, .seed = seed});
  }
  Outcome prepare(const Recipe& recipe, SampleSet& set) const override {
    return lengthen_short(recipe.window, set);
  }
  Result<std::vector<SampleRow>> rows(const Recipe& recipe, const SampleSet& set) const override {
    return window_rows(recipe.window, set);
  }
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    return windowed_front_end(recipe, set);
  }
  void note_input(const Recipe& recipe, const SampleSet& set,
                  nlohmann::json& input) const override {
    note_windows(input, recipe.window, set, recipe.motion);
  }
  SampleAugment augment(const Recipe& recipe) const override {
    return signal_augment(recipe.augment_signal);
  }
};

}  // namespace

const Task& motion_task() {
  static const MotionTask task;
  return task;
}

}  // namespace tadpole
