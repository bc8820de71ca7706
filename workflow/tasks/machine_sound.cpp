// SPDX-License-Identifier: Apache-2.0
// A machine that sounds otherwise than it should: log-mel windows of 640 values and an autoencoder,
// as in MLPerf Tiny anomaly detection. Trained on normal sound only.
#include "core/data/motion/generate_motion.h"
#include "core/data/motion/import_machine_sound.h"
#include "core/dsp/sound_front_end.h"
#include "workflow/samples/anomaly_recipe.h"
#include "workflow/samples/sample_task.h"

namespace tadpole {
namespace {

class MachineSoundTask final : public SampleTask {
 public:
  std::string feed() const override { return "long_sound"; }
  std::string help() const override {
    return "machines that sound otherwise than they should, learnt from normal sound";
  }
  Goal goal(const Recipe&) const override { return Goal::reconstruct; }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.anomaly.score_of = "recording";
    recipe.model.model = "autoencoder";
    recipe.train.epochs = 20;
    recipe.train.batch = 128;
    recipe.train.schedule.learning_rate = 0.001;
    recipe.train.label_smoothing = 0.0;
    recipe.deploy.clips = 20;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect = anomaly_collect_options(r);
    collect.add("seconds", r.sound_seconds,
                {.help = "of each recording, from its start; 0: all of it",
                 .unit = "s",
                 .min = 0,
                 .max = 3600});
    return anomaly_sections(r, std::move(collect), OptionSet());
  }

  OptionSet source_options(SourceOptions& o) const override {
    return common_source_options(o, "a folder of recordings, named as in ToyADMOS, MIMII or DCASE",
                                 "recordings of each kind");
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "recording",
            .items = "recordings",
            .who = "",
            .whos = "",
            .synthetic_tag = "synthetic machine sound",
            .subject = Subject::machines};
  }
  std::vector<std::string> generators() const override { return {"machine_sound"}; }
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress&) const override {
    return import_machine_sound(source.import, {.seconds = recipe.sound_seconds,
                                                .label = source.label,
                                                .who = source.speaker,
                                                .group = source.group,
                                                .licence = source.licence,
                                                .consent = source.consent});
  }
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe& recipe,
                                    std::uint64_t seed) const override {
    SampleSet set = TADPOLE_TRY(generate_motion({.name = source.generate,
                                                 .per_class = source.count,
                                                 .seed = seed,
                                                 .seconds = recipe.sound_seconds}));
    // As in DCASE and MLPerf Tiny: the machine is known, what is wrong with it is not. So every
    // recording stands for itself, and the machine is the slice.
    for (Sample& s : set.samples) {
      s.group = s.who;
      s.who.clear();
    }
    return set;
  }
  Result<std::vector<SampleRow>> rows(const Recipe&, const SampleSet& set) const override {
    std::vector<SampleRow> rows;
    const WindowPlan plan = TADPOLE_TRY(plan_windows(set, windows()));
    for (const Window& w : plan.list)
      rows.push_back({static_cast<int>(w.sample), w.start, plan.rows});
    return rows;
  }
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    std::vector<Window> training;
    for (const Window& w : TADPOLE_TRY(plan_windows(set, windows())).list) {
      const Sample& s = set.samples[w.sample];
      if (s.split == Split::train && s.label == recipe.anomaly.normal) training.push_back(w);
    }
    return make_sound_front_end(set, training);
  }
  void note_input(const Recipe& recipe, const SampleSet& set,
                  nlohmann::json& input) const override {
    note_windows(input, windows(), set, recipe.motion);
  }
  std::string normal_label(const Recipe& recipe) const override { return recipe.anomaly.normal; }

 private:
  static WindowOptions windows() {
    return {.window_samples = sound_window_samples(),
            .stride_samples = sound_stride_samples(),
            .too_short = ShortRecording::skip};
  }
};

}  // namespace

const Task& machine_sound_task() {
  static const MachineSoundTask task;
  return task;
}

}  // namespace tadpole
