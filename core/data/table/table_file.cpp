// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/table_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/text.h"
#include "core/data/csv.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

struct Separator {
  const char* name;
  char sign;
};
constexpr std::array<Separator, 3> kSeparators = {
    {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}}};

// The first lines of a text; what a guess is made from.
std::string_view beginning(std::string_view text, int lines) {
  std::size_t at = 0;
  for (int i = 0; i < lines && at != std::string_view::npos; ++i) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  return text.substr(0, at);
}

// Fields of every one of the first rows; 0 when they differ.
std::size_t common_fields(std::string_view text, char separator) {
  const auto rows = parse_csv(text, "", separator);
  if (!rows.ok() || rows.value().empty()) return 0;
  const std::size_t count = rows.value()[0].fields.size();
  for (const CsvRow& row : rows.value())
    if (row.fields.size() != count) return 0;
  return count;
}

char guess_separator(std::string_view text) {
  constexpr int kLines = 20;
  const std::string_view first = beginning(text, kLines);
  const std::string_view header = beginning(text, 1);
  char best = ',';
  std::size_t most = 1;
  for (const Separator& s : kSeparators) {
    const std::size_t count = common_fields(first, s.sign);
    if (count > most) most = count, best = s.sign;
  }
  if (most > 1) return best;
  for (const Separator& s : kSeparators) {  // ragged: then the header alone decides
    const auto count =
        static_cast<std::size_t>(std::count(header.begin(), header.end(), s.sign)) + 1;
    if (count > most) most = count, best = s.sign;
  }
  return best;
}

Result<char> separator_of(std::string_view text, const std::string& wanted) {
  if (wanted == "auto") return guess_separator(text);
  for (const Separator& s : kSeparators)
    if (wanted == s.name) return s.sign;
  return wrong_use(
      fmt::format("separator is '{}'; it must be one of: auto, comma, semicolon, tab", wanted));
}

bool all_empty(const std::vector<std::string>& fields) {
  return std::all_of(fields.begin(), fields.end(), [](const std::string& f) { return f.empty(); });
}

Result<bool> has_header(const CsvRow& first, const std::string& wanted, bool decimal_comma) {
  if (wanted == "yes" || wanted == "no") return wanted == "yes";
  if (wanted != "auto")
    return wrong_use(fmt::format("header is '{}'; it must be one of: auto, yes, no", wanted));
  return std::none_of(
      first.fields.begin(), first.fields.end(),
      [decimal_comma](const std::string& f) { return table_number(f, decimal_comma).has_value(); });
}

Outcome check_names(const std::vector<std::string>& columns, const std::string& name) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty())
      return Error{fmt::format("{}: column {} has values but no name; name it in the first line",
                               name, i + 1)};
    if (!seen.insert(columns[i]).second)
      return Error{fmt::format("{}: two columns are called '{}'; rename one", name, columns[i])};
  }
  return Done{};
}

// Which columns stay: all but the unnamed ones without a value.
std::vector<bool> kept_columns(const std::vector<std::string>& names,
                               const std::vector<CsvRow>& rows) {
  std::vector<bool> keep(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    keep[i] = !names[i].empty() || std::any_of(rows.begin(), rows.end(), [i](const CsvRow& r) {
      return !r.fields[i].empty();
    });
  return keep;
}

std::vector<std::string> kept(std::vector<std::string> all, const std::vector<bool>& keep) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (keep[i]) {
      if (at != i) all[at] = std::move(all[i]);
      ++at;
    }
  all.resize(at);
  return all;
}

Result<std::vector<CsvRow>> trimmed_rows(std::string_view text, const std::string& name,
                                         char separator) {
  std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, name, separator));
  for (CsvRow& row : rows)
    for (std::string& field : row.fields) field = trim(field);
  std::erase_if(rows, [](const CsvRow& row) { return all_empty(row.fields); });
  return rows;
}

std::vector<std::string> numbered_columns(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("column{}", i + 1));
  return names;
}

Outcome check_lengths(const std::vector<CsvRow>& rows, std::size_t columns,
                      const std::string& name) {
  if (columns > kMostColumns)
    return Error{
        fmt::format("{}: {} columns; a table may have up to {}", name, columns, kMostColumns)};
  for (const CsvRow& row : rows)
    if (row.fields.size() != columns)
      return Error{
          fmt::format("{}:{}: the row has {} fields, the first line has {}; mend the row, or give "
                      "the separator",
                      name, row.line, row.fields.size(), columns)};
  return Done{};
}

bool is_table_file(const std::string& file) {
  const std::string ending = Path(file).extension().string();
  return ending == ".csv" || ending == ".tsv" || ending == ".data";
}

struct Listed {  // a line of a manifest
  std::string file, label, group, licence, consent;
  std::optional<Split> given;
};

// Empty when the manifest has no such column.
std::string field_of(const CsvRow& head, const CsvRow& row, const char* column) {
  const auto at = std::find(head.fields.begin(), head.fields.end(), column);
  const auto i = static_cast<std::size_t>(at - head.fields.begin());
  return i < row.fields.size() ? row.fields[i] : "";
}

Result<std::vector<Listed>> read_list(const Path& manifest) {
  const std::string name = manifest.string();
  const std::string text = TADPOLE_TRY(read_text(manifest));
  const std::vector<CsvRow> rows = TADPOLE_TRY(trimmed_rows(text, name, ','));
  std::vector<Listed> list;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto at = [&](const char* column) { return field_of(rows[0], rows[i], column); };
    if (!is_table_file(at("file"))) continue;
    if (leaves_folder(at("file")))
      return Error{fmt::format(
          "{}:{}: '{}' names no file below the manifest's folder; bring the file into it", name,
          rows[i].line, at("file"))};
    const auto given = parse_split(at("split"));
    if (!given.ok())
      return Error{fmt::format("{}:{}: {}", name, rows[i].line, given.error().message)};
    list.push_back(
        {at("file"), at("label"), at("group"), at("licence"), at("consent"), given.value()});
  }
  if (list.empty())
    return Error{name + ": no line names a .csv, .tsv or .data file in its column 'file'; add one"};
  return list;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// What the manifest says of the file is written onto its rows.
void apply(const Listed& listed, TextTable& table) {
  const bool names_column = contains(table.columns, listed.label);
  if (names_column) table.target = listed.label;
  const bool is_label = !names_column && listed.label != "regression";
  for (TableRow& row : table.rows) {
    row.label = is_label ? listed.label : "";
    row.group = listed.group;
    row.licence = listed.licence;
    row.consent = listed.consent;
    row.given = listed.given;
  }
}

Outcome join_tables(TextTable& all, TextTable more, const std::string& file) {
  if (all.columns.empty()) {
    all = std::move(more);
    return Done{};
  }
  if (all.columns != more.columns)
    return Error{fmt::format("{} has the columns {}, the files before it have {}; make them alike",
                             file, join(more.columns, ","), join(all.columns, ","))};
  if (all.target != more.target)
    return Error{fmt::format(
        "{}: the manifest names the label column '{}', for the files before '{}'; name one", file,
        more.target, all.target)};
  all.decimal_comma = all.decimal_comma || more.decimal_comma;
  std::move(more.rows.begin(), more.rows.end(), std::back_inserter(all.rows));
  return Done{};
}

}  // namespace

std::optional<double> table_number(const std::string& text, bool decimal_comma) {
  std::string plain = text;
  if (decimal_comma && text.find('.') == std::string::npos)
    std::replace(plain.begin(), plain.end(), ',', '.');
  const std::optional<double> value = parse_real(plain);
  const bool fits = value && std::fabs(*value) <= double{std::numeric_limits<float>::max()};
  return fits ? value : std::nullopt;
}

Result<TextTable> parse_table(std::string_view text, const std::string& name,
                              const TableFileOptions& options) {
  const char separator = TADPOLE_TRY(separator_of(text, options.separator));
  std::vector<CsvRow> rows = TADPOLE_TRY(trimmed_rows(text, name, separator));
  if (rows.empty()) return Error{name + " holds no row; give a file with a header and rows"};
  const std::size_t columns = rows[0].fields.size();
  TADPOLE_TRY(check_lengths(rows, columns, name));
  TextTable table;
  table.decimal_comma = separator != ',';
  const bool header = TADPOLE_TRY(has_header(rows[0], options.header, table.decimal_comma));
  table.columns = header ? rows[0].fields : numbered_columns(columns);
  if (header) rows.erase(rows.begin());
  if (rows.empty()) return Error{name + " holds a header and no row; give a file with rows"};
  const std::vector<bool> keep = kept_columns(table.columns, rows);
  table.columns = kept(std::move(table.columns), keep);
  TADPOLE_TRY(check_names(table.columns, name));
  for (CsvRow& row : rows)
    table.rows.push_back(
        {.file = name, .line = row.line, .fields = kept(std::move(row.fields), keep)});
  return table;
}

Result<TextTable> read_table(const Path& path, const TableFileOptions& options) {
  if (!std::filesystem::is_directory(path)) {
    const std::string text = TADPOLE_TRY(read_text(path));
    return parse_table(text, path.filename().string(), options);
  }
  if (!std::filesystem::exists(path / "manifest.csv"))
    return wrong_use(path.string() +
                     " holds no manifest.csv; give the table's file, or add a manifest.csv with "
                     "the columns file,label,group,split");
  TextTable all;
  for (const Listed& listed : TADPOLE_TRY(read_list(path / "manifest.csv"))) {
    const std::string text = TADPOLE_TRY(read_text(path / listed.file));
    TextTable table = TADPOLE_TRY(parse_table(text, listed.file, options));
    apply(listed, table);
    TADPOLE_TRY(join_tables(all, std::move(table), listed.file));
  }
  return all;
}

}  // namespace tadpole
