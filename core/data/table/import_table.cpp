// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/import_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/base/text.h"
#include "core/data/manifest.h"
#include "core/data/table/column_types.h"
#include "core/data/table/table_file.h"

namespace tadpole {
namespace {

constexpr std::size_t kMostLabels = 100;

// Which column is used for what.
struct Roles {
  std::optional<std::size_t> target = {}, who = {}, split = {};
  std::vector<std::size_t> group = {};
  std::vector<TypedColumn> regression = {};
  std::vector<TypedColumn> inputs = {};
};

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Result<std::optional<std::size_t>> optional_column(const TextTable& table, const std::string& name,
                                                   const std::string& option) {
  if (name.empty()) return std::optional<std::size_t>();
  const std::size_t index = TADPOLE_TRY(find_column(table, name, option));
  return std::optional<std::size_t>(index);
}

Result<std::vector<TypedColumn>> regression_columns(const TextTable& table,
                                                    const MissingMarkers& missing,
                                                    const TableOptions& o) {
  std::vector<TypedColumn> columns;
  for (const std::string& name : o.regression) {
    const std::size_t index = TADPOLE_TRY(find_column(table, name, "regression"));
    const TypingOptions typing{.types = {name + ":number"}};
    columns.push_back(TADPOLE_TRY(type_column(table, index, missing, typing)));
  }
  return columns;
}

std::set<std::size_t> used_otherwise(const Roles& roles) {
  std::set<std::size_t> used;
  for (const auto& index : {roles.target, roles.who, roles.split})
    if (index) used.insert(*index);
  for (const TypedColumn& column : roles.regression) used.insert(column.index);
  return used;
}

Outcome add_inputs(const TextTable& table, const MissingMarkers& missing, const TableOptions& o,
                   Roles& roles) {
  const std::set<std::size_t> used = used_otherwise(roles);
  const TypingOptions typing{.types = o.types, .most_categories = o.most_categories};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (used.count(i) > 0 || contains(o.drop, table.columns[i])) continue;
    roles.inputs.push_back(TADPOLE_TRY(type_column(table, i, missing, typing)));
  }
  if (roles.inputs.empty())
    return wrong_use("no column is left as input; keep at least one that is not a target");
  return Done{};
}

Result<Roles> assign_roles(const TextTable& table, const MissingMarkers& missing,
                           const TableOptions& o) {
  if (!o.target.empty() && !o.regression.empty())
    return wrong_use(
        "target and regression are both given; a table is classified by target or predicted by "
        "regression");
  TADPOLE_TRY(check_types(table, o.types));
  for (const std::string& name : o.drop) TADPOLE_TRY(find_column(table, name, "drop"));
  Roles roles;
  const std::string target = !o.target.empty()      ? o.target
                             : o.regression.empty() ? table.target
                                                    : std::string();
  roles.target = TADPOLE_TRY(optional_column(table, target, "target"));
  roles.who = TADPOLE_TRY(optional_column(table, o.who, "who"));
  roles.split = TADPOLE_TRY(optional_column(table, o.split, "split"));
  for (const std::string& name : o.group)
    roles.group.push_back(TADPOLE_TRY(find_column(table, name, "group")));
  roles.regression = TADPOLE_TRY(regression_columns(table, missing, o));
  TADPOLE_TRY(add_inputs(table, missing, o, roles));
  return roles;
}

// Turns the rows of a table into samples, one by one.
class RowImporter {
 public:
  RowImporter(const TextTable& table, const Roles& roles, const MissingMarkers& missing,
              const TableOptions& options)
      : table_(table), roles_(roles), missing_(missing), options_(options) {
    set_.kind = "table";
    for (const TypedColumn& c : roles.inputs)
      set_.channels.push_back({c.name, c.unit, c.categories});
    for (const TypedColumn& c : roles.regression) set_.targets.push_back(c.name);
  }

  Outcome add(const TableRow& row) {
    if (target_missing(row)) {
      ++left_out_;
      return Done{};
    }
    Sample sample = sample_of(row);
    if (roles_.split) {
      const auto given = parse_split(row.fields[*roles_.split]);
      if (!given.ok())
        return wrong_use(fmt::format("{}:{}: column '{}': {}", row.file, row.line, options_.split,
                                     given.error().message));
      sample.given = given.value();
    }
    std::vector<float> values;
    for (const TypedColumn& column : roles_.inputs) values.push_back(value_of(column, row));
    set_.add(std::move(sample), values);
    return Done{};
  }

  int left_out() const { return left_out_; }
  SampleSet take() { return std::move(set_); }

 private:
  bool target_missing(const TableRow& row) const {
    const auto missing = [&](std::size_t i) { return missing_.is_missing(row.fields[i]); };
    if (roles_.target && missing(*roles_.target)) return true;
    return std::any_of(roles_.regression.begin(), roles_.regression.end(),
                       [&](const TypedColumn& c) { return missing(c.index); });
  }

  Sample sample_of(const TableRow& row) const {
    Sample s{.name = fmt::format("{}:{}", row.file, row.line)};
    if (roles_.regression.empty()) s.label = roles_.target ? row.fields[*roles_.target] : row.label;
    for (const TypedColumn& c : roles_.regression) s.targets.push_back(number(row.fields[c.index]));
    s.who = roles_.who ? row.fields[*roles_.who] : s.name;
    if (s.who.empty()) s.who = s.name;
    s.group = roles_.group.empty() ? row.group : group_of(row);
    s.given = row.given;
    s.licence = row.licence.empty() ? options_.licence : row.licence;
    s.consent = row.consent.empty() ? options_.consent : row.consent;
    s.source = row.file;
    s.shape = {1, 1, static_cast<int>(roles_.inputs.size())};
    return s;
  }

  // "Female" of one column, "Female, Black" of two.
  std::string group_of(const TableRow& row) const {
    std::vector<std::string> parts;
    for (const std::size_t i : roles_.group)
      parts.push_back(missing_.is_missing(row.fields[i]) ? "not given" : row.fields[i]);
    return join(parts, ", ");
  }

  float number(const std::string& text) const {
    return static_cast<float>(*table_number(text, table_.decimal_comma));
  }

  float value_of(const TypedColumn& column, const TableRow& row) const {
    const std::string& text = row.fields[column.index];
    if (missing_.is_missing(text)) return std::numeric_limits<float>::quiet_NaN();
    if (column.type == ColumnType::number) return number(text);
    const auto& all = column.categories;
    return static_cast<float>(std::lower_bound(all.begin(), all.end(), text) - all.begin());
  }

  const TextTable& table_;
  const Roles& roles_;
  const MissingMarkers& missing_;
  const TableOptions& options_;
  SampleSet set_;
  int left_out_ = 0;
};

// Sorted; by value when all are numbers, so that 10 stands behind 9.
std::vector<std::string> sorted_labels(const SampleSet& set) {
  std::set<std::string> texts;
  for (const Sample& s : set.samples)
    if (!s.label.empty()) texts.insert(s.label);
  std::vector<std::string> labels(texts.begin(), texts.end());
  const bool numbers = std::all_of(labels.begin(), labels.end(), [](const std::string& text) {
    return parse_real(text).has_value();
  });
  if (numbers)
    std::stable_sort(labels.begin(), labels.end(), [](const std::string& a, const std::string& b) {
      return *parse_real(a) < *parse_real(b);
    });
  return labels;
}

Outcome add_labels(SampleSet& set, const std::string& target) {
  set.labels = sorted_labels(set);
  if (set.labels.size() <= kMostLabels) return Done{};
  return wrong_use(fmt::format(
      "the target '{}' has {} different values; up to {} can be classes: to predict a number name "
      "it in regression instead",
      target, set.labels.size(), kMostLabels));
}

Result<SampleSet> to_samples(const TextTable& table, const TableOptions& options,
                             std::vector<std::string>* notes) {
  const MissingMarkers missing(options.missing);
  const Roles roles = TADPOLE_TRY(assign_roles(table, missing, options));
  RowImporter importer(table, roles, missing, options);
  for (const TableRow& row : table.rows) TADPOLE_TRY(importer.add(row));
  SampleSet set = importer.take();
  if (set.samples.empty())
    return wrong_use("the target is missing in every row; give rows where it is known");
  if (notes != nullptr && importer.left_out() > 0)
    notes->push_back(fmt::format("{} of {} rows were left out: their target is missing.",
                                 importer.left_out(), table.rows.size()));
  TADPOLE_TRY(add_labels(set, roles.target ? table.columns[*roles.target] : "label"));
  return set;
}

}  // namespace

OptionSet describe(TableOptions& o) {
  OptionSet set;
  set.add("target", o.target, {.help = "column that holds the classes"})
      .add("regression", o.regression, {.help = "columns that hold the numbers to predict"})
      .add("who", o.who,
           {.help = "column that names the person or machine; its rows stay in one split"})
      .add("group", o.group, {.help = "columns whose values are compared for fairness"})
      .add("split", o.split, {.help = "column that says train, validation or test"})
      .add("drop", o.drop, {.help = "columns that are not given to the model"})
      .add("types", o.types, {.help = "types of columns, such as age:number or job:category"})
      .add("missing", o.missing, {.help = "more texts that mean a missing value, such as -200"})
      .add(
          "most_categories", o.most_categories,
          {.help = "a column with more different texts than this is refused", .min = 2, .max = 256})
      .add("separator", o.separator,
           {.help = "what stands between the fields",
            .choices = {"auto", "comma", "semicolon", "tab"}})
      .add("header", o.header,
           {.help = "whether the first line names the columns", .choices = {"auto", "yes", "no"}})
      .add("licence", o.licence, {.help = "licence of the rows"})
      .add("consent", o.consent, {.help = "consent of those the rows describe"});
  return set;
}

Result<SampleSet> import_table(const Path& path, const TableOptions& options,
                               std::vector<std::string>* notes) {
  const TextTable table = TADPOLE_TRY(read_table(path, {options.separator, options.header}));
  return to_samples(table, options, notes);
}

Result<SampleSet> import_table_text(std::string_view text, const std::string& name,
                                    const TableOptions& options, std::vector<std::string>* notes) {
  const TextTable table = TADPOLE_TRY(parse_table(text, name, {options.separator, options.header}));
  return to_samples(table, options, notes);
}

}  // namespace tadpole
