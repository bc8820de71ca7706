// SPDX-License-Identifier: Apache-2.0
// Keywords: one second of sound -> silence, another word, or one of the words asked for.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/dsp/feature_cache.h"
#include "core/nn/model.h"
#include "workflow/keyword/collect_words.h"
#include "workflow/keyword/keyword_examples.h"
#include "workflow/keyword/report_words.h"
#include "workflow/keyword/room.h"
#include "workflow/recipe_sections.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

OptionSet collect_options(CollectOptions& o) {
  OptionSet set;
  set.add("unknown_percent", o.unknown_percent,
          {.help = "clips of other words, of an average keyword's clips",
           .unit = "%",
           .min = 0,
           .max = 1000})
      .add("silence_percent", o.silence_percent,
           {.help = "clips of background noise, of an average keyword's clips",
            .unit = "%",
            .min = 0,
            .max = 1000});
  add_split_options(set, o, "speakers", "recordings");
  return set;
}

OptionSet evaluate_options(EvaluateOptions& o) {
  OptionSet set;
  set.add("stream_minutes", o.stream_minutes,
          {.help = "length of the streaming test; 0: none", .unit = "min", .min = 0, .max = 600})
      .add("hop_ms", o.hop_ms,
           {.help = "time between two looks at the stream", .unit = "ms", .min = 20, .max = 1000})
      .add("average_ms", o.average_ms,
           {.help =
                "a word is heard when its mean score over this time is above the threshold; less "
                "for a model that streams, which answers most surely as the word ends",
            .unit = "ms",
            .min = 100,
            .max = 3000})
      .add("false_accepts_per_hour", o.false_accepts_per_hour,
           {.help = "what the suggested threshold aims at",
            .unit = "1/h",
            .min = 0.01,
            .max = 1000});
  return set;
}

Result<StageWork> extract_features(Project& project, Progress& progress) {
  const Dataset dataset = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create(project.recipe().preprocess));
  ThreadPool pool;
  const Path folder = project.folder() / "features";
  const FeatureSet set =
      TADPOLE_TRY(extract_all(dataset, *extractor, folder / "cache", pool, progress));
  Sha256 hash;
  hash.add(dataset.version).add(set.fingerprint);
  StageWork work;
  work.output = hash.add(set.values.data(), set.values.size() * sizeof(float)).hex();
  work.facts = {{"kind", project.recipe().preprocess.kind},
                {"shape", set.shape},
                {"clips", set.size()},
                {"computed", set.computed},
                {"fingerprint", set.fingerprint},
                {"hash", work.output}};
  TADPOLE_TRY(write_json(folder / "features.json", work.facts));
  work.text = fmt::format("features: {} maps of {} x {} ({}), {} computed, {} from the cache",
                          set.size(), set.shape[0], set.shape[1], project.recipe().preprocess.kind,
                          set.computed, set.size() - set.computed);
  return work;
}

RecipeSection streamable_model_section(ModelOptions& o) {
  RecipeSection section = model_section(o);
  section.options.add("streaming", o.streaming,
                      {.help = "give the model one row of features at a time and let it remember "
                               "the others: for svdf layers, e.g. \"low_latency_svdf units=64\""});
  return section;
}

Result<ModelSpec> spec_of(const Recipe& recipe) {
  const auto shape = TADPOLE_TRY(FeatureExtractor::create(recipe.preprocess))->shape();
  if (recipe.model.layers.empty()) {
    const auto outputs = static_cast<int>(recipe.project.words.size()) + 2;
    return reference_model(recipe.model.model, shape, outputs);
  }
  ModelSpec spec{.input = shape, .layers = {}};
  for (const std::string& line : recipe.model.layers)
    spec.layers.push_back(TADPOLE_TRY(parse_layer(line)));
  return spec;
}

// Fails with the layer that needs more than a row.
Outcome check_streaming(const Recipe& recipe) {
  if (!recipe.model.streaming) return Done{};
  const Outcome fits = check_runs_as_stream(TADPOLE_TRY(spec_of(recipe)));
  if (fits.ok()) return fits;
  return wrong_use(
      "[model] streaming: " + fits.error().message +
      ": take model = \"low_latency_svdf units=64\" or svdf layers of your own, or set "
      "streaming = false");
}

// A board that is asked more often than it can answer falls behind: say so.
std::string pace_note(const DeployReport& r, int hop_ms) {
  const double features = static_cast<double>(r.features_instructions);
  const double inference = static_cast<double>(r.inference_instructions);
  if (features + inference <= 0.0) return {};
  // A model that streams runs all through the hop: its inference counts a second.
  const double share = r.runs_per_clip > 1 ? hop_ms / 1000.0 : 1.0;
  const double decision_ms =
      r.estimated_ms * (inference * share + features * hop_ms / 1000.0) / (features + inference);
  if (decision_ms <= hop_ms) return {};
  return fmt::format(
      "a decision takes an estimated {:.0f} ms at {:.0f} MHz, but one is asked for every {} ms: "
      "set "
      "hop_ms to {:.0f} or more, or train a smaller model",
      decision_ms, r.clock_hz / 1e6, hop_ms, std::ceil(decision_ms / 10.0) * 10.0);
}

// Evenly over the test clips.
Result<std::vector<std::vector<std::int16_t>>> test_clips(const KeywordExamples& examples,
                                                          int wanted) {
  const int all = examples.size(Split::test);
  if (all == 0) {
    return Error{
        "there is no test clip to run on the board; collect clips of at least three speakers"};
  }
  const int take = wanted <= 0 ? all : std::min(all, wanted);
  std::vector<std::vector<std::int16_t>> samples;
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    samples.push_back(TADPOLE_TRY(examples.clip(Split::test, at)));
  }
  return samples;
}

// The threshold at which the int8 model was tested in a room, when it was.
device::SmootherOptions smoothing_of(const Project& project) {
  const EvaluateOptions& o = project.recipe().evaluate;
  device::SmootherOptions smoothing{.average_window_ms = o.average_ms,
                                    .minimum_count = fewest_answers(o)};
  const auto read = read_json(project.folder() / "optimized" / "optimize.json");
  if (!read.ok() || !read.value().contains("evaluation")) return smoothing;
  const auto report = evaluation_from_json(read.value()["evaluation"]);
  if (report.ok() && report.value().streaming)
    smoothing.threshold = report.value().streaming->options.smoothing.threshold;
  return smoothing;
}

class KeywordTask final : public Task {
 public:
  std::string feed() const override { return "sound"; }
  std::vector<std::string> makers() const override { return {"voices"}; }
  std::string help() const override { return "spoken words: silence, another word, or a keyword"; }

  // Chosen on the validation voices of a recorded set of 12 classes with 42 training speakers:
  // stronger speed changes and masks, a high rate with averaged weights.
  Recipe defaults() const override {
    Recipe recipe;
    recipe.augment.speed_percent = 20.0;
    recipe.augment.time_masks = 1;
    recipe.augment.band_masks = 1;
    recipe.train.epochs = 150;
    recipe.train.schedule.learning_rate = 0.004;
    recipe.train.optimizer.weight_decay = 0.001;
    // Averaged weights under a rate that falls to 0: the last are the best.
    recipe.train.keep = "last";
    recipe.train.ema = 0.99;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet project = project_options(r.project);
    project.add("words", r.project.words,
                {.help = "the keywords, in the order of the outputs after silence and unknown"});
    return {{"project", "What is learnt", std::move(project)},
            {"collect", "collect: the recordings and who is tested on", collect_options(r.collect)},
            {"preprocess", "preprocess: the features, computed by the code the device runs",
             tadpole::describe(r.preprocess)},
            {"augment", "train: how a clip is changed before every look at it",
             tadpole::describe(r.augment)},
            streamable_model_section(r.model),
            train_section(r.train),
            {"evaluate", "evaluate: the test on voices that were never heard",
             evaluate_options(r.evaluate)},
            optimize_section(r.optimize, "clips"),
            deploy_section(r.deploy, "clips")};
  }

  OptionSet source_options(SourceOptions& o) const override {
    OptionSet set;
    set.add("import", o.import,
            {.help = "a folder with one sub-folder per word, a CSV manifest, or one long "
                     "recording"})
        .add("synthesize", o.synthesize, {.help = "voices by espeak-ng instead of recordings"})
        .add("clips_per_word", o.clips_per_word,
             {.help = "synthesize: clips of each keyword", .min = 1, .max = 100000})
        .add("language", o.language, {.help = "synthesize: an espeak-ng language, e.g. en, es, sw"})
        .add("words", o.words,
             {.help = "synthesize: the keywords that are spoken in this language; empty: all"})
        .add("speaker", o.speaker, {.help = "who speaks, where the source does not say"})
        .add("group", o.group,
             {.help = "a slice for fairness, where the source does not say: accent, room, device"})
        .add("label", o.label,
             {.help = "a single recording: the word it holds, or several in turn: yes,no"})
        .add("licence", o.licence, {.help = "under which terms the recordings may be used"})
        .add("consent", o.consent, {.help = "how the speakers agreed"});
    return set;
  }

  Outcome check(const Recipe& recipe) const override {
    const Outcome words = check_words(recipe.project.words);
    if (!words.ok()) return wrong_use("[project] words: " + words.error().message);
    return check_streaming(recipe);
  }

  Outcome check_source(const SourceOptions& source) const override {
    if (source.import.empty() != source.synthesize)
      return wrong_use("give either import = \"path\" or synthesize = true");
    return Done{};
  }

  std::string next_step(const std::string& folder) const override {
    return fmt::format("tadpole collect {} --import PATH    (or --synthesize)", folder);
  }

  Result<StageWork> collect(Project& project, Progress& progress) const override {
    return collect_words(project, progress);
  }
  Result<StageWork> preprocess(Project& project, Progress& progress) const override {
    return extract_features(project, progress);
  }
  Result<std::unique_ptr<Examples>> examples(const Project& project) const override {
    return std::unique_ptr<Examples>(TADPOLE_TRY(KeywordExamples::create(project)));
  }

  void report_data(const Project& project, RunReport& report) const override {
    report_words(project, report);
  }

  Outcome add_tests(EvaluationReport& report, const Project& project, const Examples& examples,
                    const Tested& tested, Progress& progress) const override {
    const auto& keywords = dynamic_cast<const KeywordExamples&>(examples);
    return add_room_test(
        report,
        {keywords.dataset(), project.recipe().evaluate, project.recipe().project.seed,
         keywords.extractor(), project.recipe().preprocess, tested},
        progress);
  }

  Outcome prepare_deploy(const Project& project, const Examples& examples, DeployRequest& board,
                         ExportRequest& library) const override {
    const Recipe& recipe = project.recipe();
    const SpotterOptions spotter{.features = recipe.preprocess,
                                 .labels = examples.labels(),
                                 .hop_ms = recipe.evaluate.hop_ms,
                                 .streams = recipe.model.streaming,
                                 .smoothing = smoothing_of(project)};
    board.clips = TADPOLE_TRY(
        test_clips(dynamic_cast<const KeywordExamples&>(examples), recipe.deploy.clips));
    board.spotter = spotter;
    library.spotter = spotter;
    return Done{};
  }

  std::string deploy_note(const Project& project, const DeployReport& report) const override {
    return pace_note(report, project.recipe().evaluate.hop_ms);
  }
};

}  // namespace

const Task& keyword_task() {
  static const KeywordTask task;
  return task;
}

}  // namespace tadpole
