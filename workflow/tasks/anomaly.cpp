// SPDX-License-Identifier: Apache-2.0
// What is not as usual: heart beats, vibration, the sound of machines. Trained on what is normal;
// what a detector cannot explain is an anomaly.
#include <fmt/format.h>

#include "core/data/motion/generate_motion.h"
#include "core/data/motion/import_motion.h"
#include "core/dsp/motion_front_end.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/anomaly_recipe.h"
#include "workflow/samples/windowed.h"

namespace tadpole {
namespace {

class AnomalyTask final : public SampleTask {
 public:
  std::string feed() const override { return "motion"; }
  std::string help() const override {
    return "what is not as usual, learnt from normal recordings: heart beats, vibration, sound";
  }
  Goal goal(const Recipe&) const override { return Goal::reconstruct; }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.motion_features.kind = "raw";
    recipe.window.window_s = 0.0;  // whole recordings
    recipe.window.stride_s = 0.0;
    recipe.model.model = "autoencoder";
    recipe.train.epochs = 60;
    recipe.train.schedule.learning_rate = 0.002;
    recipe.train.label_smoothing = 0.0;
    recipe.train.keep = "validation_loss";
    recipe.deploy.clips = 50;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect = anomaly_collect_options(r);
    add_log_options(collect, r.motion);
    return anomaly_sections(r, std::move(collect), window_feature_options(r));
  }

  OptionSet source_options(SourceOptions& o) const override {
    return common_source_options(
        o, "recordings as CSV or .ts: a file, a folder with one sub-folder per label, a manifest",
        "recordings of each class");
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "window",
            .items = "windows",
            .who = "machine or person",
            .whos = "machines or people",
            .synthetic_tag = "simulated recordings",
            .subject = Subject::machines};
  }
  std::vector<std::string> generators() const override { return {"ecg", "vibration"}; }
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress&) const override {
    return import_motion(source.import, motion_options(source, recipe));
  }
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe&,
                                    std::uint64_t seed) const override {
    return generate_motion({.name = source.generate, .per_class = source.count, .seed = seed});
  }
  Outcome prepare(const Recipe& recipe, SampleSet& set) const override {
    return lengthen_short(windows(recipe, set), set);
  }
  Result<std::vector<SampleRow>> rows(const Recipe& recipe, const SampleSet& set) const override {
    return window_rows(windows(recipe, set), set);
  }
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    Recipe copy = recipe;
    copy.window = windows(recipe, set);
    return windowed_front_end(copy, set, recipe.anomaly.normal);
  }
  void note_input(const Recipe& recipe, const SampleSet& set,
                  nlohmann::json& input) const override {
    note_windows(input, windows(recipe, set), set, recipe.motion);
  }
  std::string normal_label(const Recipe& recipe) const override { return recipe.anomaly.normal; }
  SampleAugment augment(const Recipe& recipe) const override {
    return signal_augment(recipe.augment_signal);
  }

 private:
  // window_s = 0: a window is as long as the longest recording.
  static WindowOptions windows(const Recipe& recipe, const SampleSet& set) {
    WindowOptions options = recipe.window;
    if (options.window_s > 0.0 || options.window_samples > 0) return options;
    for (const Sample& s : set.samples)
      options.window_samples = std::max(options.window_samples, s.shape[0]);
    options.stride_samples = options.window_samples;
    return options;
  }
};

}  // namespace

const Task& anomaly_task() {
  static const AnomalyTask task;
  return task;
}

}  // namespace tadpole
