// SPDX-License-Identifier: Apache-2.0
// Rows of a table -> one of several classes, or a number.
#include <fmt/format.h>

#include "core/data/table/generate_table.h"
#include "core/data/table/import_table.h"
#include "core/dsp/table_front_end.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/table_source.h"

namespace tadpole {
namespace {

class TableTask final : public SampleTask {
 public:
  std::string help() const override {
    return "rows of a CSV table: a class, or a number (regression)";
  }
  Goal goal(const Recipe& recipe) const override {
    return recipe.table.regression.empty() ? Goal::classify : Goal::regress;
  }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.model.model = "mlp";
    recipe.train.epochs = 30;
    recipe.train.schedule.learning_rate = 0.003;
    recipe.train.optimizer.weight_decay = 0.001;
    recipe.train.label_smoothing = 0.0;
    recipe.train.ema = 0.99;
    recipe.train.keep = "validation_loss";
    recipe.deploy.clips = 200;
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
            .subject = Subject::rows};
  }
  std::vector<std::string> generators() const override { return {"census", "machine", "blobs"}; }
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

const Task& table_task() {
  static const TableTask task;
  return task;
}

}  // namespace tadpole
