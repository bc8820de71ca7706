// SPDX-License-Identifier: Apache-2.0
#include "workflow/compare_state.h"

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "workflow/artifacts.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

constexpr double kAwareTimes = 2.0;    // an epoch with int8 roundings against one without; rough
constexpr double kBoardSeconds = 3.0;  // to build and run firmware where deploy has not; rough

Path row_file(const Project& project, const CompareWay& way) {
  return compare_folder(project) / "rows" / (way.id + ".json");
}

// The stage's key holds the recipe's options and what training left.
std::string key_of(const Project& project, const CompareWay& way) {
  const OptimizeOptions& o = way.options;
  return Sha256()
      .add(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}", project.key_of("optimize"), way.id, way.scheme,
                       o.method, o.prune_percent, o.prune_channels_percent, o.clusters, o.teacher,
                       o.tune_epochs))
      .hex();
}

// Trainings of a way, those with int8 roundings counted as what they take.
double trainings_of(const OptimizeOptions& o) {
  double count = 0.0;
  for (const double amount : {o.prune_channels_percent, o.prune_percent, double(o.clusters)})
    if (amount > 0.0) count += 1.0;
  return count + (o.method == "quantization_aware" ? kAwareTimes : 0.0);
}

Json seconds_left(const Project& project, const std::vector<CompareWay>& ways) {
  const StageRecord* trained = project.record("train");
  if (trained == nullptr) return nullptr;
  const double epochs = static_cast<double>(json_list(trained->facts, "epochs").size());
  const double epoch_seconds = trained->seconds / std::max(epochs, 1.0);
  const StageRecord* tested = project.record("evaluate");
  const StageRecord* deployed = project.record("deploy");
  const double each = (tested == nullptr ? 0.0 : tested->seconds) +
                      (deployed == nullptr ? kBoardSeconds : deployed->seconds);
  double seconds = 0.0;
  for (const CompareWay& way : ways) {
    if (kept_row(project, way)) continue;
    seconds += each + epoch_seconds * way.options.tune_epochs * trainings_of(way.options);
  }
  return seconds;
}

// The rows of the last comparison that came to its end.
Json earlier(const Project& project) {
  const Path file = compare_folder(project) / "compare.json";
  std::error_code code;
  if (!std::filesystem::exists(file, code)) return Json::object();
  const Result<Json> json = read_json(file);
  return json.ok() ? json.value() : Json::object();
}

std::string origin_of(const Project& project) {
  const StageRecord* trained = project.record("train");
  return trained == nullptr ? "" : json_text(trained->facts, "origin");
}

}  // namespace

std::optional<CompareRow> kept_row(const Project& project, const CompareWay& way) {
  const Result<std::string> text = read_text(row_file(project, way));
  if (!text.ok()) return std::nullopt;
  const Json kept = parse_json(text.value());
  if (json_text(kept, "key") != key_of(project, way)) return std::nullopt;
  const Result<CompareRow> row = compare_row(kept.value("row", Json()));
  return row.ok() ? std::optional(row.value()) : std::nullopt;
}

Outcome keep_row(const Project& project, const CompareWay& way, const CompareRow& row) {
  return write_json(row_file(project, way), {{"key", key_of(project, way)}, {"row", to_json(row)}});
}

Json compare_state(const Project& project) {
  const OptimizeOptions& options = project.recipe().optimize;
  const std::vector<CompareWay> ways = compare_ways(options);
  Json names = Json::array();
  std::vector<CompareRow> rows;
  for (const CompareWay& way : ways) {
    names.push_back({{"id", way.id}, {"title", way.title}});
    if (auto row = kept_row(project, way)) rows.push_back(std::move(*row));
  }
  mark_front(rows);
  const Json before = rows.empty() ? earlier(project) : Json::object();
  const Json old_rows = json_list(before, "rows");
  const CompareFacts facts{.project = project.name(),
                           .board = json_text(before, "board", project.recipe().deploy.board),
                           .origin = json_text(before, "origin", origin_of(project)),
                           .tune_epochs = static_cast<int>(json_number(
                               before, "tune_epochs", static_cast<double>(options.tune_epochs)))};
  Json state = compare_json(rows, facts);
  if (!old_rows.empty()) state["rows"] = old_rows;
  state.update({{"ways", names},
                {"done", rows.size()},
                {"is_stale", !old_rows.empty()},
                {"seconds_left", seconds_left(project, ways)}});
  return state;
}

}  // namespace tadpole
