// SPDX-License-Identifier: Apache-2.0
#include "learning/course/po.h"

#include <algorithm>

#include "core/base/text.h"

namespace tadpole::learning {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

class PoReader {
 public:
  explicit PoReader(const std::string& text) : lines_(split(text, '\n')) {}

  Result<std::vector<PoEntry>> run() {
    for (const std::string& raw : lines_) {
      ++number_;
      TADPOLE_TRY(line(trim(raw)));
    }
    close();
    return std::move(entries_);
  }

 private:
  Outcome line(std::string text) {
    if (text.empty()) {
      close();
      return Done{};
    }
    const bool obsolete = text.starts_with("#~");
    if (obsolete) text = trim(text.substr(2));
    if (text.starts_with("#")) {
      comment(text);
      return Done{};
    }
    if (text.starts_with("msgid ")) {
      if (has_text_) close();
      now_.obsolete = obsolete;
      return add(text.substr(6), now_.id, target_ = Target::id);
    }
    if (text.starts_with("msgstr ")) {
      has_text_ = true;
      return add(text.substr(7), now_.text, target_ = Target::text);
    }
    if (text.starts_with("\"") && target_ != Target::none)
      return add(text, target_ == Target::id ? now_.id : now_.text, target_);
    return wrong_use("line " + std::to_string(number_) + " of the PO file is '" +
                     text.substr(0, 40) +
                     "'; expected msgid, msgstr, a comment, or a text in quotes");
  }

  void comment(const std::string& text) {
    if (has_text_) close();
    if (text.starts_with("#,") && text.find("fuzzy") != std::string::npos) now_.fuzzy = true;
    if (text.starts_with("#:")) now_.places.push_back(trim(text.substr(2)));
  }

  enum class Target { none, id, text };
  Outcome add(const std::string& given, std::string& to, Target) {
    const std::string text = trim(given);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
      return wrong_use("line " + std::to_string(number_) + " of the PO file is " +
                       text.substr(0, 40) + "; expected a text in double quotes");
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] != '\\' || i + 2 >= text.size()) {
        to += text[i];
        continue;
      }
      ++i;
      to += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
    }
    return Done{};
  }

  void close() {
    if (target_ != Target::none) entries_.push_back(std::move(now_));
    now_ = {};
    target_ = Target::none;
    has_text_ = false;
  }

  std::vector<std::string> lines_;
  std::vector<PoEntry> entries_;
  PoEntry now_;
  Target target_ = Target::none;
  bool has_text_ = false;
  int number_ = 0;
};

}  // namespace

Result<std::vector<PoEntry>> parse_po(const std::string& text) { return PoReader(text).run(); }

std::string po_text(const std::vector<PoEntry>& entries) {
  std::string out;
  for (const PoEntry& one : entries) {
    if (!out.empty()) out += "\n";
    for (const std::string& place : one.places) out += "#: " + place + "\n";
    if (one.fuzzy) out += "#, fuzzy\n";
    const std::string mark = one.obsolete ? "#~ " : "";
    out += mark + "msgid " + quoted(one.id) + "\n" + mark + "msgstr " + quoted(one.text) + "\n";
  }
  return out;
}

Catalogue catalogue_of(const std::vector<PoEntry>& entries) {
  Catalogue all;
  for (const PoEntry& one : entries) {
    if (!one.id.empty() && !one.text.empty() && !one.fuzzy && !one.obsolete) all[one.id] = one.text;
  }
  return all;
}

std::vector<PoEntry> merge_po(const std::vector<PoEntry>& before, const std::vector<PoEntry>& found,
                              const std::string& language) {
  std::map<std::string, const PoEntry*> old;
  for (const PoEntry& one : before) old[one.id] = &one;
  const PoEntry head = {.text = "Language: " + language +
                                "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                                "Content-Transfer-Encoding: 8bit\n"};
  std::vector<PoEntry> all = {old.contains("") ? *old[""] : head};
  std::map<std::string, std::size_t> where = {{"", 0}};
  for (const PoEntry& one : found) {
    const auto [at, fresh] = where.try_emplace(one.id, all.size());
    if (fresh) {
      const auto known = old.find(one.id);
      PoEntry entry = {.id = one.id};
      if (known != old.end()) entry.text = known->second->text, entry.fuzzy = known->second->fuzzy;
      all.push_back(entry);
    }
    std::vector<std::string>& places = all[at->second].places;
    for (const std::string& place : one.places) {
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
    }
  }
  for (const PoEntry& one : before) {
    if (where.contains(one.id) || one.text.empty()) continue;
    all.push_back({.id = one.id, .text = one.text, .fuzzy = one.fuzzy, .obsolete = true});
  }
  return all;
}

}  // namespace tadpole::learning
