// SPDX-License-Identifier: Apache-2.0
#include "core/search/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/base/json.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr int kVersion = 1;

// Of a file that anybody may have changed: within what the type holds.
std::int64_t whole(const nlohmann::json& json, const char* key) {
  return static_cast<std::int64_t>(std::clamp(json_number(json, key), -1e15, 1e15));
}
int small(const nlohmann::json& json, const char* key) {
  return static_cast<int>(std::clamp(json_number(json, key), -1e9, 1e9));
}

nlohmann::json candidate_json(const CandidateRecord& r) {
  nlohmann::json json = {{"candidate", r.candidate.number}, {"point", r.candidate.text}};
  if (r.footprint.parameters > 0)
    json["footprint"] = {{"ram_bytes", r.footprint.ram_bytes},
                         {"flash_bytes", r.footprint.flash_bytes},
                         {"instructions", r.footprint.instructions},
                         {"measured", r.footprint.measured},
                         {"macs", r.footprint.macs},
                         {"parameters", r.footprint.parameters}};
  if (!r.refused.empty()) json["refused"] = r.refused, json["excess"] = r.excess;
  json["cpu_seconds"] = r.cpu_seconds;
  return json;
}

CandidateRecord candidate_of(const nlohmann::json& json) {
  CandidateRecord r;
  r.candidate.number = small(json, "candidate");
  r.candidate.text = json_text(json, "point");
  const auto f = json.find("footprint");
  if (f != json.end() && f->is_object()) {
    r.footprint = {.ram_bytes = whole(*f, "ram_bytes"),
                   .flash_bytes = whole(*f, "flash_bytes"),
                   .instructions = whole(*f, "instructions"),
                   .measured = f->value("measured", nlohmann::json(false)) == true,
                   .macs = whole(*f, "macs"),
                   .parameters = whole(*f, "parameters")};
  }
  r.refused = json_text(json, "refused");
  r.excess = json_number(json, "excess");
  r.cpu_seconds = json_number(json, "cpu_seconds");
  return r;
}

nlohmann::json rung_json(int number, const RungResult& rung) {
  nlohmann::json json = {{"candidate", number}, {"epochs", rung.epochs}};
  if (rung.failed.empty())
    json["value"] = rung.value;
  else
    json["failed"] = rung.failed;
  json["cpu_seconds"] = rung.cpu_seconds;
  return json;
}

}  // namespace

Result<Journal> Journal::open(const Path& file, const std::string& fingerprint, Objective objective,
                              Progress& progress) {
  Journal journal;
  journal.file_ = file;
  if (file.empty()) return journal;
  std::error_code code;
  if (std::filesystem::exists(file, code)) {
    const std::string text = TADPOLE_TRY(read_text(file));
    TADPOLE_TRY(journal.read(text, fingerprint, progress));
    if (journal.good_bytes_ < text.size()) {
      std::filesystem::resize_file(file, journal.good_bytes_, code);
      if (code) return Error{file.string() + " cannot be shortened: " + code.message()};
    }
  } else {
    TADPOLE_TRY(make_folder(file.parent_path()));
  }
  if (journal.good_bytes_ == 0)
    TADPOLE_TRY(journal.append(json_dump({{"search", kVersion},
                                          {"fingerprint", fingerprint},
                                          {"objective", objective_name(objective)}})));
  return journal;
}

Result<Journal> Journal::of_text(const std::string& text, const Path& file,
                                 const std::string& fingerprint, Progress& progress) {
  Journal journal;
  journal.file_ = file;
  TADPOLE_TRY(journal.read(text, fingerprint, progress));
  journal.file_.clear();
  return journal;
}

std::vector<CandidateRecord> Journal::records(const std::string& text) {
  Journal journal;
  for (const std::string& line : split_lines(text)) (void)journal.read_line(line);
  std::vector<CandidateRecord> all;
  for (auto& [number, record] : journal.candidates_) all.push_back(std::move(record));
  return all;
}

Objective Journal::objective(const std::string& text) {
  return objective_of(json_text(parse_json(text.substr(0, text.find('\n'))), "objective"));
}

Outcome Journal::read(const std::string& text, const std::string& fingerprint, Progress& progress) {
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const bool whole = end != std::string::npos;
    const std::string line = text.substr(at, whole ? end - at : end);
    ++number;
    bool good = whole;
    if (good && number == 1) {
      const nlohmann::json json = parse_json(line);
      good = json.is_object() && json_number(json, "search") == kVersion;
      if (good && json_text(json, "fingerprint") != fingerprint)
        return wrong_use(file_.string() +
                         " is the journal of another search (its options, data or space differ); "
                         "begin anew with --fresh, or take the options it was begun with");
    } else if (good) {
      good = read_line(line);
    }
    const std::size_t next = whole ? end + 1 : text.size();
    if (!good && next < text.size())
      return Error{fmt::format("{}: line {} is no record of a search; mend or remove the file",
                               file_.string(), number)};
    if (!good) {
      progress.say(fmt::format("warning: {}: the last line was half written and is dropped",
                               file_.string()));
      return Done{};
    }
    good_bytes_ = next;
    at = next;
  }
  return Done{};
}

bool Journal::read_line(const std::string& line) {
  const nlohmann::json json = parse_json(line);
  if (!json.is_object() || !json.contains("candidate") || !json["candidate"].is_number_integer())
    return false;
  const int number = small(json, "candidate");
  if (json.contains("point")) {
    candidates_[number] = candidate_of(json);
    return true;
  }
  const auto known = candidates_.find(number);
  const bool has_value = json.contains("value") && json["value"].is_number();
  if (known == candidates_.end() || !json.contains("epochs") ||
      has_value == json.contains("failed"))
    return false;
  known->second.rungs.push_back({.epochs = small(json, "epochs"),
                                 .value = json_number(json, "value"),
                                 .failed = json_text(json, "failed"),
                                 .cpu_seconds = json_number(json, "cpu_seconds")});
  return true;
}

std::optional<CandidateRecord> Journal::candidate(int number, const std::string& text) const {
  const auto at = candidates_.find(number);
  if (at == candidates_.end() || at->second.candidate.text != text) return std::nullopt;
  CandidateRecord record = at->second;
  record.rungs.clear();
  return record;
}

std::optional<RungResult> Journal::rung(int number, const std::string& text, int epochs) const {
  const auto at = candidates_.find(number);
  if (at == candidates_.end() || at->second.candidate.text != text) return std::nullopt;
  for (const RungResult& rung : at->second.rungs)
    if (rung.epochs == epochs) return rung;
  return std::nullopt;
}

Outcome Journal::add(const CandidateRecord& record) {
  if (candidate(record.candidate.number, record.candidate.text)) return Done{};
  CandidateRecord& kept = candidates_[record.candidate.number];
  kept = record;
  kept.rungs.clear();
  return append(json_dump(candidate_json(record)));
}

Outcome Journal::add(const Candidate& candidate, const RungResult& rung) {
  if (this->rung(candidate.number, candidate.text, rung.epochs)) return Done{};
  candidates_[candidate.number].rungs.push_back(rung);
  return append(json_dump(rung_json(candidate.number, rung)));
}

Outcome Journal::append(const std::string& line) {
  if (file_.empty()) return Done{};
  std::FILE* out = std::fopen(file_.c_str(), "ab");
  bool good = out != nullptr;
  if (good) {
    good = std::fwrite(line.data(), 1, line.size(), out) == line.size() &&
           std::fputc('\n', out) == '\n';
    good = std::fclose(out) == 0 && good;
  }
  if (good) return Done{};
  return Error{file_.string() + " cannot be written: " + std::strerror(errno)};
}

}  // namespace tadpole
