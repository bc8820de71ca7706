// SPDX-License-Identifier: Apache-2.0
// The magic wand: a stroke drawn in the air or on a screen -> a small picture -> which sign.
#include <fmt/format.h>

#include "core/data/motion/generate_motion.h"
#include "core/data/motion/import_strokes.h"
#include "core/dsp/motion_front_end.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/stroke_points.h"
#include "workflow/samples/windowed.h"

namespace tadpole {
namespace {

class StrokeTask final : public SampleTask {
 public:
  std::string feed() const override { return "stroke"; }
  std::string help() const override {
    return "strokes of a wand or a finger (JSON, CSV): which sign was drawn";
  }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.model.model = "lenet5";
    recipe.train.epochs = 60;
    recipe.train.schedule.learning_rate = 0.002;
    recipe.train.optimizer.weight_decay = 0.001;
    recipe.train.ema = 0.99;
    recipe.train.keep = "last";
    recipe.augment_signal.rotate_degrees = 15.0;
    recipe.deploy.clips = 50;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect;
    add_split_options(collect, r.collect, "people", "strokes");
    return {{"project", "What is learnt", project_options(r.project)},
            {"collect", "collect: the strokes and who is tested on", std::move(collect)},
            {"preprocess", "preprocess: the stroke as a picture, drawn by the code the device runs",
             describe(r.stroke_features)},
            {"augment", "train: how a stroke is changed before every look at it",
             describe(r.augment_signal)},
            model_section(r.model),
            train_section(r.train),
            optimize_section(r.optimize, "strokes"),
            deploy_section(r.deploy, "strokes")};
  }

  OptionSet source_options(SourceOptions& o) const override {
    return common_source_options(
        o, "strokes as JSON or CSV: a file, or a folder with one sub-folder per label",
        "strokes of each class");
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "stroke",
            .items = "strokes",
            .who = "person",
            .whos = "people",
            .synthetic_tag = "simulated strokes",
            .subject = Subject::movement};
  }
  std::vector<std::string> generators() const override { return {"strokes"}; }
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe&,
                                  Progress&) const override {
    const StrokeOptions options{.label = source.label,
                                .who = source.speaker,
                                .group = source.group,
                                .licence = source.licence,
                                .consent = source.consent};
    return of_one_length(TADPOLE_TRY(import_strokes(source.import, options)));
  }
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe&,
                                    std::uint64_t seed) const override {
    return of_one_length(TADPOLE_TRY(
        generate_motion({.name = source.generate, .per_class = source.count, .seed = seed})));
  }
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    return make_stroke_front_end(recipe.stroke_features, set);
  }
  SampleAugment augment(const Recipe& recipe) const override {
    return signal_augment(recipe.augment_signal);
  }
};

}  // namespace

const Task& stroke_task() {
  static const StrokeTask task;
  return task;
}

}  // namespace tadpole
