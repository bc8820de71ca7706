// SPDX-License-Identifier: Apache-2.0
#include "core/data/csv.h"

#include <fmt/format.h>

namespace tadpole {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, char separator)
      : text_(text), name_(name), separator_(separator) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }
  bool done() const { return at_ >= text_.size(); }

  Result<CsvRow> row() {
    CsvRow row{.line = line_, .fields = {}};
    for (;;) {
      row.fields.push_back(TADPOLE_TRY(field()));
      if (done()) return row;
      const char end = text_[at_++];
      if (end == separator_) continue;
      if (end == '\r' && !done() && text_[at_] == '\n') ++at_;
      ++line_;
      return row;
    }
  }

 private:
  Result<std::string> field() {
    if (done() || text_[at_] != '"') return plain();
    const int start = line_;
    std::string value;
    for (++at_; !done(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        value += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value += text_[at_++];
      } else {
        ++at_;
        return value + plain();  // what follows a closing quote belongs to the field
      }
    }
    return Error{fmt::format("{}:{}: a quote is opened and never closed; close it or remove it",
                             name_, start)};
  }
  std::string plain() {
    const std::size_t from = at_;
    while (!done() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  std::string_view text_;
  const std::string& name_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

// A byte order mark at the start of the text would be taken for none of the field's.
bool must_quote(const std::string& field) {
  return field.find_first_of(",\"\n\r") != std::string::npos || field.rfind("\xEF\xBB\xBF", 0) == 0;
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& name,
                                      char separator) {
  std::vector<CsvRow> rows;
  Reader reader(text, name, separator);
  while (!reader.done()) {
    CsvRow row = TADPOLE_TRY(reader.row());
    if (row.fields.size() > 1 || !row.fields[0].empty()) rows.push_back(std::move(row));
  }
  return rows;
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    if (!must_quote(fields[i])) {
      line += fields[i];
      continue;
    }
    line += '"';
    for (const char c : fields[i]) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\n";
}

}  // namespace tadpole
