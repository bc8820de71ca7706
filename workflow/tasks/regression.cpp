// SPDX-License-Identifier: Apache-2.0
// Numbers -> a number: the first neuron (y = 2x - 1), the sine of "hello world", any table.
#include <fmt/format.h>

#include "core/data/table/generate_table.h"
#include "core/dsp/table_front_end.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/table_source.h"

namespace tadpole {
namespace {

class RegressionTask final : public SampleTask {
 public:
  std::string help() const override {
    return "a number from numbers: the first neuron (y = 2x - 1), a sine, a column of a table";
  }
  Goal goal(const Recipe&) const override { return Goal::regress; }

  // A neuron whose weight and bias can be read: nothing is scaled before it.
  Recipe defaults() const override {
    Recipe recipe;
    recipe.table.regression = {"y"};
    recipe.table_features.normalise = "none";
    recipe.model.model = "first_neuron";
    recipe.train.epochs = 300;
    recipe.train.batch = 6;
    recipe.train.schedule.kind = "constant";
    recipe.train.schedule.learning_rate = 0.05;
    recipe.train.optimizer.weight_decay = 0.0;
    recipe.train.label_smoothing = 0.0;
    recipe.train.keep = "last";
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect;
    add_split_options(collect, r.collect, "rows", "rows");
    return {{"project", "What is learnt", project_options(r.project)},
            {"collect", "collect: what is tested on", std::move(collect)},
            {"table", "collect: which columns are what", table_options(r.table)},
            {"preprocess", "preprocess: the input of the model, made by the code the device runs",
             describe(r.table_features)},
            model_section(r.model),
            train_section(r.train),
            optimize_section(r.optimize, "rows"),
            deploy_section(r.deploy, "rows")};
  }

  OptionSet source_options(SourceOptions& o) const override {
    return common_source_options(o, "a CSV file, or a folder with a manifest.csv", "rows");
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "row",
            .items = "rows",
            .who = "",
            .whos = "",
            .synthetic_tag = "made-up rows",
            .subject = Subject::things};
  }
  std::vector<std::string> generators() const override { return {"line", "noisy_line", "sine"}; }
  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress& progress) const override {
    return import_rows(source, recipe, progress);
  }
  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe&,
                                    std::uint64_t seed) const override {
    return generate_table({.name = source.generate, .rows = source.count, .seed = seed});
  }
  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    return make_table_front_end(recipe.table_features, set);
  }
};

}  // namespace

const Task& regression_task() {
  static const RegressionTask task;
  return task;
}

}  // namespace tadpole
