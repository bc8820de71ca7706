// SPDX-License-Identifier: Apache-2.0
// Source: RFC 4180, CSV, 2005; semicolons too, as spreadsheets of half of Europe write.
#include <algorithm>

#include "core/base/text.h"
#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

// The fields of one line. false: a quote is open at its end.
bool fields_of(const std::string& line, char separator, std::vector<std::string>& fields) {
  fields.assign(1, "");
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  for (std::string& field : fields) field = trim(field);
  return !quoted;
}

Error at_line(std::size_t number, const std::string& what) {
  return wrong_use("line " + std::to_string(number) + " of the roster: " + what);
}

}  // namespace

Result<std::vector<RosterRow>> read_roster(const std::string& csv) {
  std::string text = csv.starts_with("\xEF\xBB\xBF") ? csv.substr(3) : csv;
  std::vector<RosterRow> rows;
  std::vector<std::string> fields;
  std::size_t number = 0;
  char separator = ',';
  std::size_t extension_column = 0;
  for (std::string& line : split(text, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (trim(line).empty()) continue;
    const bool head = rows.empty() && extension_column == 0;
    if (head && line.find(';') != std::string::npos) separator = ';';
    if (!fields_of(line, separator, fields))
      return at_line(number, "a quote is opened and not closed; close it");
    if (head) {
      extension_column = 1;
      if (fields[0] == "nickname") {
        if (fields.size() > 1 && fields[1] != "extension_days")
          return at_line(number,
                         "the second column is '" + fields[1] + "'; it must be 'extension_days'");
        continue;
      }
      return at_line(number, "the first column is '" + fields[0] +
                                 "'; begin with the header nickname,extension_days");
    }
    RosterRow row{.nickname = fields[0]};
    const std::string no = nickname_refusal(row.nickname);
    if (!no.empty()) return at_line(number, no);
    if (fields.size() > 1 && !fields[1].empty()) {
      const auto days = parse_whole(fields[1]);
      if (!days || *days < 0 || *days > 365)
        return at_line(number, "'" + fields[1] + "' is no number of days from 0 to 365");
      row.extension_days = static_cast<int>(*days);
    }
    rows.push_back(row);
  }
  if (rows.empty())
    return wrong_use("the roster names nobody; write one nickname a line under the header");
  return rows;
}

std::string write_roster(const std::vector<RosterRow>& rows) {
  std::string text = "nickname,extension_days\n";
  for (const RosterRow& row : rows)
    text += "\"" + row.nickname + "\"," + std::to_string(row.extension_days) + "\n";
  return text;
}

Enrolment enrolment_of(const RosterRow& row, const Account* account, const Member* member) {
  if (account == nullptr) return Enrolment::made;
  if (member != nullptr)
    return member->extension_days == row.extension_days ? Enrolment::same : Enrolment::changed;
  const bool is_learner = std::all_of(account->roles.begin(), account->roles.end(),
                                      [](const std::string& role) { return role == "learner"; });
  return is_learner ? Enrolment::added : Enrolment::needs_code;
}

std::string enrolment_name(Enrolment enrolment) {
  switch (enrolment) {
    case Enrolment::made:
      return "made";
    case Enrolment::added:
      return "added";
    case Enrolment::changed:
      return "changed";
    case Enrolment::same:
      return "same";
    case Enrolment::needs_code:
      return "needs_code";
  }
  return "";
}

}  // namespace tadpole::learning
