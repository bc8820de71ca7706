// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/table_source.h"

#include "core/data/table/import_table.h"

namespace tadpole {

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

Result<SampleSet> import_rows(const SourceOptions& source, const Recipe& recipe,
                              Progress& progress) {
  TableOptions options = recipe.table;
  options.licence = source.licence, options.consent = source.consent;
  std::vector<std::string> notes;
  SampleSet set = TADPOLE_TRY(import_table(source.import, options, &notes));
  for (const std::string& note : notes) progress.say("note: " + note);
  return set;
}

}  // namespace tadpole
