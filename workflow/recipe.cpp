// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/nn/model.h"

namespace tadpole {
namespace {

OptionSet project_options(ProjectOptions& o) {
  OptionSet set;
  set.add("template", o.kind, {.help = "what the project learns", .choices = template_names()})
      .add("words", o.words,
           {.help = "the keywords, in the order of the outputs after silence and unknown"})
      .add("seed", o.seed, {.help = "same seed, same machine: same model, byte for byte"});
  return set;
}

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
            .max = 1000})
      .add("validation_percent", o.validation_percent,
           {.help = "speakers kept for validation, where the source gives no split",
            .unit = "%",
            .min = 1,
            .max = 50})
      .add("test_percent", o.test_percent,
           {.help = "speakers kept for the test, where the source gives no split",
            .unit = "%",
            .min = 1,
            .max = 50})
      .add("unreadable_percent", o.unreadable_percent,
           {.help = "recordings that may be left out because they cannot be read",
            .unit = "%",
            .min = 0,
            .max = 100});
  return set;
}

OptionSet model_options(ModelOptions& o) {
  OptionSet set;
  set.add("model", o.model, {.help = "a ready-made network", .choices = reference_model_names()})
      .add("layers", o.layers,
           {.help = "your own network, one layer per entry, e.g. \"dense units=4\"; empty: the one "
                    "named above"});
  return set;
}

OptionSet optimize_options(OptimizeOptions& o) {
  OptionSet set;
  set.add("calibration_clips", o.calibration_clips,
          {.help = "training clips that show the ranges of the activations",
           .min = 1,
           .max = 100000})
      .add("calibration", o.calibration,
           {.help = "how a range is chosen from them", .choices = {"min_max", "percentile", "mse"}})
      .add("bias_correction", o.bias_correction,
           {.help = "lets biases make good what rounded kernels change of the mean"});
  return set;
}

OptionSet evaluate_options(EvaluateOptions& o) {
  OptionSet set;
  set.add("stream_minutes", o.stream_minutes,
          {.help = "length of the streaming test; 0: none", .unit = "min", .min = 0, .max = 600})
      .add("hop_ms", o.hop_ms,
           {.help = "time between two looks at the stream", .unit = "ms", .min = 20, .max = 1000})
      .add("false_accepts_per_hour", o.false_accepts_per_hour,
           {.help = "what the suggested threshold aims at",
            .unit = "1/h",
            .min = 0.01,
            .max = 1000});
  return set;
}

OptionSet deploy_options(DeployOptions& o) {
  OptionSet set;
  set.add("board", o.board, {.help = "where the firmware runs"})
      .add("clips", o.clips,
           {.help = "test clips to run on the board; 0: all", .min = 0, .max = 1000000});
  return set;
}

}  // namespace

std::vector<RecipeSection> describe(Recipe& r) {
  return {{"project", "What is learnt", project_options(r.project)},
          {"collect", "collect: the recordings and who is tested on", collect_options(r.collect)},
          {"preprocess", "preprocess: the features, computed by the code the device runs",
           describe(r.preprocess)},
          {"augment", "train: how a clip is changed before every look at it", describe(r.augment)},
          {"model", "train: the network", model_options(r.model)},
          {"train", "train: how it learns", describe(r.train)},
          {"evaluate", "evaluate: the test on voices that were never heard",
           evaluate_options(r.evaluate)},
          {"optimize", "optimize: from float to int8", optimize_options(r.optimize)},
          {"deploy", "deploy: the board", deploy_options(r.deploy)}};
}

RecipeSection describe(SourceOptions& o) {
  OptionSet set;
  set.add("import", o.import,
          {.help = "a folder with one sub-folder per word, a CSV manifest, or one long recording"})
      .add("synthesize", o.synthesize, {.help = "voices by espeak-ng instead of recordings"})
      .add("clips_per_word", o.clips_per_word,
           {.help = "synthesize: clips of each keyword", .min = 1, .max = 100000})
      .add("language", o.language, {.help = "synthesize: an espeak-ng language, e.g. en, es, sw"})
      .add("speaker", o.speaker, {.help = "who speaks, where the source does not say"})
      .add("group", o.group,
           {.help = "a slice for fairness, where the source does not say: accent, room, device"})
      .add("label", o.label,
           {.help = "a single recording: the word it holds, or several in turn: yes,no"})
      .add("licence", o.licence, {.help = "under which terms the recordings may be used"})
      .add("consent", o.consent, {.help = "how the speakers agreed"});
  return {"source", "Where recordings come from", std::move(set)};
}

Outcome check_source(const SourceOptions& source) {
  if (source.import.empty() != source.synthesize)
    return wrong_use("give either import = \"path\" or synthesize = true");
  return Done{};
}

std::vector<std::string> template_names() { return {"keyword"}; }

Result<Recipe> template_recipe(const std::string& name) {
  const std::vector<std::string> names = template_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return wrong_use("there is no template '" + name + "'" + did_you_mean(name, names) +
                     "; templates: " + join(names, ", "));
  }
  Recipe recipe;
  // Chosen on the validation voices of a recorded set of 12 classes with 42 training speakers:
  // stronger speed changes and masks, a high rate with averaged weights.
  recipe.augment.speed_percent = 20.0;
  recipe.augment.time_masks = 1;
  recipe.augment.band_masks = 1;
  recipe.train.epochs = 150;
  recipe.train.schedule.learning_rate = 0.004;
  recipe.train.optimizer.weight_decay = 0.001;
  recipe.train.keep =
      "last";  // averaged weights under a rate that falls to 0: the last are the best
  recipe.train.ema = 0.99;
  return recipe;
}

Outcome check_words(const std::vector<std::string>& words) {
  if (words.empty())
    return wrong_use("no keyword is given; name at least one, e.g. words = [\"yes\", \"no\"]");
  std::set<std::string> seen;
  for (const std::string& word : words) {
    if (word.empty()) {
      return wrong_use("a keyword is empty; write words between the commas, e.g. yes,no");
    }
    if (word == "silence" || word == "unknown" || word == "_silence_" || word == "_unknown_") {
      return wrong_use("'" + word +
                       "' is a class that every keyword model has; name only the keywords");
    }
    if (word.find_first_of("/\\\"\n\r\t") != std::string::npos || word[0] == '.' ||
        word.size() > 64) {
      return wrong_use(
          "'" + word +
          "' cannot be a keyword: slashes, quotes, line breaks, a leading dot or more than "
          "64 bytes do not fit into a file name");
    }
    if (!seen.insert(word).second)
      return wrong_use("'" + word + "' stands twice in the keywords; name it once");
  }
  return Done{};
}

}  // namespace tadpole
