// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/column_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/text.h"

namespace tadpole {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string unit_of(const std::string& name) {
  const std::size_t open = name.rfind('[');
  if (open == std::string::npos || name.back() != ']') return "";
  return name.substr(open + 1, name.size() - open - 2);
}

struct GivenType {
  std::string column;
  std::string type;
};
// The column's name may hold colons, the type does not.
GivenType split_type(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {text, ""};
  return {trim(text.substr(0, colon)), trim(text.substr(colon + 1))};
}

std::string given_type(const std::string& column, const std::vector<std::string>& types) {
  for (const std::string& text : types)
    if (split_type(text).column == column) return split_type(text).type;
  return "";
}

struct Values {
  bool any = false;
  bool all_numbers = true;
  std::string a_text = {};  // the first that is no number, and where it stands
  std::string where = {};
  bool counts = true;  // each value is the one before it plus one, within a file
};

class RowCounter {
 public:
  bool follows(const TableRow& row, double value) {
    const bool ok = row.file != file_ || value == last_ + 1.0;
    file_ = row.file;
    last_ = value;
    return ok;
  }

 private:
  std::string file_ = "\n";  // of no row
  double last_ = 0.0;
};

Values look(const TextTable& table, std::size_t index, const MissingMarkers& missing) {
  Values values;
  RowCounter counter;
  for (const TableRow& row : table.rows) {
    const std::string& text = row.fields[index];
    if (missing.is_missing(text)) {
      values.counts = false;
      continue;
    }
    values.any = true;
    const std::optional<double> number = table_number(text, table.decimal_comma);
    if (number) {
      values.counts = values.counts && counter.follows(row, *number);
      continue;
    }
    if (values.all_numbers) {
      values.a_text = text;
      values.where = fmt::format("{}:{}", row.file, row.line);
    }
    values.all_numbers = false;
    values.counts = false;
  }
  return values;
}

std::vector<std::string> different_texts(const TextTable& table, std::size_t index,
                                         const MissingMarkers& missing) {
  std::set<std::string> texts;
  for (const TableRow& row : table.rows)
    if (!missing.is_missing(row.fields[index])) texts.insert(row.fields[index]);
  return {texts.begin(), texts.end()};
}

Error too_many_texts(const TypedColumn& column, int most) {
  return wrong_use(fmt::format(
      "column '{}' holds {} different texts such as '{}': more than {} are no categories but names "
      "or dates; leave it out (drop), or give its type as '{}:category'",
      column.name, column.categories.size(), column.categories[0], most, column.name));
}

// What an index of 32-bit floats and the encoder on the device can hold (device/dsp).
constexpr std::size_t kMostGivenCategories = 256;

Outcome fill_categories(TypedColumn& column, const TextTable& table, const MissingMarkers& missing,
                        bool given, int most) {
  column.type = ColumnType::category;
  column.categories = different_texts(table, column.index, missing);
  if (!given && column.categories.size() > static_cast<std::size_t>(std::max(most, 0)))
    return too_many_texts(column, most);
  if (column.categories.size() > kMostGivenCategories)
    return wrong_use(
        fmt::format("column '{}' has {} categories; up to {} are possible: join the rare ones in "
                    "the file, or leave the column out (drop)",
                    column.name, column.categories.size(), kMostGivenCategories));
  return Done{};
}

}  // namespace

MissingMarkers::MissingMarkers(const std::vector<std::string>& more)
    : texts_({"", "?", "na", "n/a", "nan", "null"}) {
  for (const std::string& text : more) {
    texts_.push_back(lower(trim(text)));
    if (const auto number = parse_real(text)) numbers_.push_back(*number);
  }
}

bool MissingMarkers::is_missing(const std::string& text) const {
  if (text.empty()) return true;
  if (std::find(texts_.begin(), texts_.end(), lower(text)) != texts_.end()) return true;
  if (numbers_.empty()) return false;
  const auto number = parse_real(text);
  return number && std::find(numbers_.begin(), numbers_.end(), *number) != numbers_.end();
}

Result<std::size_t> find_column(const TextTable& table, const std::string& name,
                                const std::string& option) {
  const auto at = std::find(table.columns.begin(), table.columns.end(), name);
  if (at != table.columns.end()) return static_cast<std::size_t>(at - table.columns.begin());
  return wrong_use(fmt::format("{} names the column '{}'{}; the table has {}", option, name,
                               did_you_mean(name, table.columns), join(table.columns, ", ")));
}

Outcome check_types(const TextTable& table, const std::vector<std::string>& types) {
  for (const std::string& text : types) {
    const GivenType given = split_type(text);
    if (given.type != "number" && given.type != "category")
      return wrong_use(
          fmt::format("'{}' is no type of a column; write it as '{}:number' or '{}:category'", text,
                      given.column, given.column));
    TADPOLE_TRY(find_column(table, given.column, "types"));
  }
  return Done{};
}

Result<TypedColumn> type_column(const TextTable& table, std::size_t index,
                                const MissingMarkers& missing, const TypingOptions& options) {
  TypedColumn column{.name = table.columns[index], .index = index};
  column.unit = unit_of(column.name);
  const std::string given = given_type(column.name, options.types);
  const Values values = look(table, index, missing);
  if (!values.any)
    return wrong_use(
        fmt::format("column '{}' has no value in any row; leave it out (drop)", column.name));
  if (given == "number" && !values.all_numbers)
    return wrong_use(fmt::format(
        "{}: column '{}' was given as number but holds '{}'; mend it, or add it to the missing "
        "values",
        values.where, column.name, values.a_text));
  if (given == "category" || !values.all_numbers) {
    TADPOLE_TRY(
        fill_categories(column, table, missing, given == "category", options.most_categories));
    return column;
  }
  constexpr std::size_t kFewRows = 20;
  if (given.empty() && values.counts && table.rows.size() >= kFewRows)
    return wrong_use(fmt::format(
        "column '{}' counts the rows (each value is the one before plus 1): a model would learn "
        "the order of the file; leave it out (drop), or give its type as '{}:number'",
        column.name, column.name));
  return column;
}

}  // namespace tadpole
