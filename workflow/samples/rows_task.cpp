// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/rows_task.h"

#include "core/data/table/generate_table.h"
#include "core/data/table/import_table.h"
#include "core/dsp/table_front_end.h"
#include "workflow/recipe_sections.h"

namespace tadpole {
namespace {

// All but what a [[source]] says.
OptionSet table_options(TableOptions& o) {
  OptionSet set;
  set.add("target", o.target, {.help = "the column with the classes"})
      .add("regression", o.regression, {.help = "instead: columns with the numbers to predict"})
      .add("who", o.who,
           {.help = "the column of the person or machine that may not be in two splits; empty: "
                    "every row for itself"})
      .add("group", o.group, {.help = "columns of the slices for fairness; they stay inputs"})
      .add("split", o.split, {.help = "a column with train, validation and test"})
      .add("drop", o.drop, {.help = "columns that are no input"})
      .add("types", o.types,
           {.help = "where the type is not what it looks like: \"zip:category\", \"age:number\""})
      .add("missing", o.missing,
           {.help = "more texts for a missing value than empty, ?, NA, NaN and null: -200"})
      .add("separator", o.separator,
           {.help = "between the fields", .choices = {"auto", "comma", "semicolon", "tab"}})
      .add("header", o.header,
           {.help = "whether the first line names the columns", .choices = {"auto", "yes", "no"}});
  return set;
}

}  // namespace

std::vector<RecipeSection> RowsTask::sections(Recipe& r) const {
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

OptionSet RowsTask::source_options(SourceOptions& o) const {
  return common_source_options(o, "a CSV file, or a folder with a manifest.csv", "rows");
}

WordingNouns RowsTask::nouns() const {
  return {.item = "row",
          .items = "rows",
          .who = "",
          .whos = "",
          .synthetic_tag = "made-up rows",
          .subject = subject()};
}

Result<SampleSet> RowsTask::import_source(const SourceOptions& source, const Recipe& recipe,
                                          Progress& progress) const {
  TableOptions options = recipe.table;
  options.licence = source.licence, options.consent = source.consent;
  std::vector<std::string> notes;
  SampleSet set = TADPOLE_TRY(import_table(source.import, options, &notes));
  for (const std::string& note : notes) progress.say("note: " + note);
  return set;
}

Result<SampleSet> RowsTask::generate_source(const SourceOptions& source, const Recipe&,
                                            std::uint64_t seed) const {
  return generate_table({.name = source.generate, .rows = source.count, .seed = seed});
}

void RowsTask::note_input(const Recipe& recipe, const SampleSet&, nlohmann::json& input) const {
  note_table(input, recipe.table);
}

Result<std::unique_ptr<SampleFrontEnd>> RowsTask::front_end(const Recipe& recipe,
                                                            const SampleSet& set) const {
  return make_table_front_end(recipe.table_features, set);
}

}  // namespace tadpole
