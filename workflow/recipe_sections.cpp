// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe_sections.h"

#include "core/base/text.h"
#include "core/nn/layer.h"
#include "core/nn/model.h"
#include "core/quant/post_training.h"
#include "workflow/base_model.h"
#include "workflow/task.h"

namespace tadpole {

OptionSet project_options(ProjectOptions& o) {
  OptionSet set;
  set.add("template", o.kind, {.help = "what the project learns", .choices = template_names()})
      .add("seed", o.seed, {.help = "same seed, same machine: same model, byte for byte"});
  return set;
}

void add_split_options(OptionSet& set, CollectOptions& o, const std::string& who,
                       const std::string& items) {
  set.add("validation_percent", o.validation_percent,
          {.help = who + " kept for validation, where the source gives no split",
           .unit = "%",
           .min = 1,
           .max = 50})
      .add("test_percent", o.test_percent,
           {.help = who + " kept for the test, where the source gives no split",
            .unit = "%",
            .min = 1,
            .max = 50})
      .add("unreadable_percent", o.unreadable_percent,
           {.help = items + " that may be left out because they cannot be read",
            .unit = "%",
            .min = 0,
            .max = 100});
}

RecipeSection model_section(ModelOptions& o) {
  OptionSet set;
  set.add("model", o.model,
          {.help = "a ready-made network, with its options, e.g. \"mobilenet_v1 alpha=0.25\": " +
                   join(reference_model_names(), ", ")})
      .add("layers", o.layers,
           {.help = "your own network, one layer per entry, e.g. \"dense units=4\"; empty: the one "
                    "named above"})
      .add("base", o.base,
           {.help = "transfer learning: whose first layers are taken; the model.tadpole of another "
                    "project, a .tflite file, or one that is built in: " +
                    join(backbone_names(), ", ") + "; empty: none"})
      .add(
          "base_until", o.base_until,
          {.help = "name of the last layer taken from the base; empty: all before its decision, or "
                   "as far as it and the network named above agree"})
      .add("head", o.head,
           {.help =
                "transfer: the layers put on the base, one per entry; the network is then base "
                "and head; \"units=classes\" is as many as there are; empty: one dense layer on a "
                ".tflite or built-in base"})
      .add("fine_tune_epochs", o.fine_tune_epochs,
           {.help = "transfer: epochs of all layers at a tenth of the rate, after the head's",
            .min = 0,
            .max = 100000});
  return {"model", "train: the network", std::move(set)};
}

namespace {

// key: of the list in the recipe.
Outcome check_layers(const std::string& key, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const LayerSpec layer = TADPOLE_TRY(parse_layer(line));
    const auto made = make_layer(layer.kind);
    if (made == nullptr) {
      const std::vector<std::string> kinds = layer_kinds();
      return wrong_use(key + ": there is no layer '" + layer.kind + "'" +
                       did_you_mean(layer.kind, kinds) + "; known layers: " + join(kinds, ", "));
    }
    if (!made->device_refusal().empty())
      return wrong_use(key + ": '" + line +
                       "' does not run on the device: " + made->device_refusal());
  }
  return Done{};
}

}  // namespace

Outcome check_model(const ModelOptions& o) {
  if (!o.head.empty() && o.base.empty()) {
    return wrong_use(
        "head: there is no base to put it on; name one with base, or write the whole network into "
        "layers");
  }
  TADPOLE_TRY(check_layers("head", o.head));
  if (o.layers.empty()) return check_reference_model(o.model);
  return check_layers("layers", o.layers);
}

RecipeSection train_section(TrainOptions& o) {
  return {"train", "train: how it learns", describe(o)};
}

namespace {

std::vector<std::string> optimize_schemes() {
  std::vector<std::string> names = scheme_names();
  names.emplace_back("all");
  return names;
}

}  // namespace

RecipeSection optimize_section(OptimizeOptions& o, const std::string& items) {
  OptionSet set;
  set.add("calibration_clips", o.calibration_clips,
          {.help = "training " + items + " that show the ranges of the activations",
           .min = 1,
           .max = 100000})
      .add("calibration", o.calibration,
           {.help = "how a range is chosen from them", .choices = {"min_max", "percentile", "mse"}})
      .add("bias_correction", o.bias_correction,
           {.help = "lets biases make good what rounded kernels change of the mean"})
      .add("equalize", o.equalize,
           {.help = "moves scale between the channels of layers that follow each other, before "
                    "anything is rounded"})
      .add("scheme", o.scheme,
           {.help = "how one more model file keeps its numbers, to compare with; int8 is always "
                    "made, boards run it",
            .choices = optimize_schemes()})
      .add(
          "method", o.method,
          {.help = "post_training: int8 after training; quantization_aware: the network is trained "
                   "on with the roundings of int8",
           .choices = {"post_training", "quantization_aware"}})
      .add("prune_percent", o.prune_percent,
           {.help = "share of the weights that become zero, the smallest of each layer",
            .unit = "%",
            .min = 0,
            .max = 99})
      .add("prune_channels_percent", o.prune_channels_percent,
           {.help = "share of the channels that are taken out of every layer: a narrower network",
            .unit = "%",
            .min = 0,
            .max = 90})
      .add(
          "clusters", o.clusters,
          {.help = "so many different weights in each layer, zero among them when it is pruned; 0: "
                   "any number",
           .min = 0,
           .max = 256})
      .add("teacher", o.teacher,
           {.help =
                "distillation: who teaches while the network is trained on; trained: the network "
                "as it was; or the model.tadpole of another project; empty: nobody"})
      .add("tune_epochs", o.tune_epochs,
           {.help = "epochs that the network is trained on after each step; at the whole rate "
                    "where weights "
                    "or channels were taken out, slower for clusters and for int8",
            .min = 1,
            .max = 10000})
      .add("remove_dead_channels", o.remove_dead_channels,
           {.help =
                "takes out of the int8 model what cannot change its answer; the answers stay the "
                "same, byte for byte"});
  return {"optimize", "optimize: from float to int8", std::move(set)};
}

RecipeSection deploy_section(DeployOptions& o, const std::string& items) {
  OptionSet set;
  set.add("board", o.board, {.help = "where the firmware runs"})
      .add("clips", o.clips,
           {.help = "test " + items + " to run on the board; 0: all", .min = 0, .max = 1000000});
  return {"deploy", "deploy: the board", std::move(set)};
}

}  // namespace tadpole
