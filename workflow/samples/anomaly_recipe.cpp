// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/anomaly_recipe.h"

namespace tadpole {
namespace {

OptionSet detector_options(DetectorRecipe& o) {
  OptionSet set;
  set.add("detector", o.detector,
          {.help = "autoencoder: the network of [model]; k_means, k_nn: distance to the nearest "
                   "centre or training sample; mahalanobis",
           .choices = {"autoencoder", "k_means", "k_nn", "mahalanobis"}})
      .add("centres", o.centres,
           {.help = "k_means: clusters; k_nn: training samples that are kept",
            .min = 1,
            .max = 2000})
      .add("contamination_percent", o.contamination_percent,
           {.help = "anomalous training samples mixed in, to see what they do",
            .unit = "%",
            .min = 0,
            .max = 50});
  return set;
}

OptionSet evaluate_options(DetectorRecipe& o) {
  OptionSet set;
  set.add("score_of", o.score_of,
          {.help = "what gets one score: every window, or a recording (the mean of its windows)",
           .choices = {"window", "recording"}})
      .add("threshold", o.threshold,
           {.help = "percentile: of the normal scores of training and validation; mean_sd: their "
                    "mean plus "
                    "some deviations",
            .choices = {"percentile", "mean_sd"}})
      .add("percentile", o.percentile,
           {.help = "normal scores below the threshold", .unit = "%", .min = 50, .max = 100})
      .add("deviations", o.deviations, {.help = "mean_sd: how many", .min = 0, .max = 20});
  return set;
}

}  // namespace

OptionSet anomaly_collect_options(Recipe& r) {
  OptionSet set;
  set.add("normal", r.anomaly.normal, {.help = "the label of what is normal"});
  add_split_options(set, r.collect, "machines or people", "recordings");
  return set;
}

std::vector<RecipeSection> anomaly_sections(Recipe& r, OptionSet collect, OptionSet preprocess) {
  return {
      {"project", "What is learnt", project_options(r.project)},
      {"collect", "collect: the recordings and what is tested on", std::move(collect)},
      {"preprocess", "preprocess: windows and their features, by the code the device runs",
       std::move(preprocess)},
      {"augment", "train: how a window is changed before every look at it",
       describe(r.augment_signal)},
      {"detector", "train: what finds the anomalies", detector_options(r.anomaly)},
      model_section(r.model),
      train_section(r.train),
      {"evaluate", "evaluate: from which score on it is an anomaly", evaluate_options(r.anomaly)},
      optimize_section(r.optimize, "windows"),
      deploy_section(r.deploy, "windows")};
}

}  // namespace tadpole
