// SPDX-License-Identifier: Apache-2.0
// What the columns of a table hold: numbers, or one of a few texts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/table/table_file.h"

namespace tadpole {

enum class ColumnType : std::uint8_t { number, category };

// Texts that stand for a missing value: empty, ?, NA, N/A, NaN, null (in any case), and those given
// ("-200": also "-200.0").
class MissingMarkers {
 public:
  explicit MissingMarkers(const std::vector<std::string>& more);
  bool is_missing(const std::string& text) const;

 private:
  std::vector<std::string> texts_;
  std::vector<double> numbers_;
};

struct TypedColumn {
  std::string name = {};
  std::string unit = {};  // from a name like "speed [rpm]"
  std::size_t index = 0;  // in TextTable::columns
  ColumnType type = ColumnType::number;
  std::vector<std::string> categories = {};  // sorted; of a category
};

struct TypingOptions {
  std::vector<std::string> types = {};  // "age:number", "job:category"
  int most_categories = 50;             // more different texts are no category, unless given
};

// A number when every value that is not missing is one, else a category. Fails, naming the column
// and what to do: a column without values; too many different texts (names, dates); a column that
// counts the rows (20 or more, each the one before plus one); a text in a column given as number; a
// type that is none. A type given for the column skips the doubts.
Result<TypedColumn> type_column(const TextTable& table, std::size_t index,
                                const MissingMarkers& missing, const TypingOptions& options);

// The types given, checked: fails on a text without ":number" or ":category" and on a column that
// the table does not have.
Outcome check_types(const TextTable& table, const std::vector<std::string>& types);

// Fails (wrong_use) when the table has no such column; says which was probably meant. option: how
// the message calls the place.
Result<std::size_t> find_column(const TextTable& table, const std::string& name,
                                const std::string& option);

}  // namespace tadpole
