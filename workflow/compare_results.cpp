// SPDX-License-Identifier: Apache-2.0
#include "workflow/compare_results.h"

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/report/html.h"
#include "core/report/tradeoff.h"
#include "core/search/pareto.h"
#include "workflow/judge.h"

namespace tadpole {
namespace {

bool is_share(const std::string& metric) { return metric == "accuracy" || metric == "AUC"; }

std::int64_t whole(const nlohmann::json& json, const char* key) {
  return static_cast<std::int64_t>(json_number(json, key));
}

// "" where there is none.
std::string count_text(std::int64_t n) { return n > 0 ? std::to_string(n) : ""; }

std::string instructions_text(const CompareRow& row) {
  if (row.instructions == 0) return "";
  return fmt::format("{:.4g} M", static_cast<double>(row.instructions) / 1e6);
}

// Of the float model's, where there is one.
std::string time_text(const CompareRow& row, const std::vector<CompareRow>& rows) {
  for (const CompareRow& real : rows)
    if (real.id == "float" && real.host_us > 0.0 && row.host_us > 0.0)
      return fmt::format("{:.2f}", row.host_us / real.host_us);
  return "";
}

std::string interval_text(const CompareRow& row) {
  if (row.metric == "accuracy")
    return fmt::format("{:.1f} to {:.1f} %", 100.0 * row.low, 100.0 * row.high);
  return fmt::format("{:.3g} to {:.3g}", row.low, row.high);
}

std::string tag_of(const CompareFacts& facts) {
  return facts.origin == "recorded" ? "" : " (" + facts.origin + " data)";
}

std::vector<TradeoffRow> dots_of(const std::vector<CompareRow>& rows) {
  std::vector<TradeoffRow> dots;
  for (const CompareRow& row : rows) {
    if (row.flash_bytes == 0) continue;
    dots.push_back({.value = row.value,
                    .ram_bytes = static_cast<double>(row.ram_bytes),
                    .flash_bytes = static_cast<double>(row.flash_bytes),
                    .instructions = static_cast<double>(row.instructions),
                    .on_front = row.on_front,
                    .marked = row.id == "int8",
                    .words = row.title + ": " + metric_text(row.metric, row.value)});
  }
  return dots;
}

std::string rows_table(const std::vector<CompareRow>& rows, const CompareFacts& facts) {
  std::vector<std::vector<std::string>> cells;
  for (const CompareRow& row : rows) {
    if (!row.refused.empty()) {
      cells.push_back({row.title, row.refused, "", "", "", "", "", "", ""});
      continue;
    }
    cells.push_back({row.title + (row.on_front ? " *" : ""), metric_text(row.metric, row.value),
                     interval_text(row), std::to_string(row.file_bytes),
                     row.packed_bytes ? std::to_string(*row.packed_bytes) : "",
                     time_text(row, rows), count_text(row.flash_bytes), count_text(row.ram_bytes),
                     row.not_run.empty() ? instructions_text(row) : row.not_run});
  }
  return table("Every way on the same test" + tag_of(facts),
               {{"way"},
                {"test", true},
                {"95 % interval", true},
                {"file, bytes", true},
                {"packed, bytes", true},
                {"time here", true},
                {"flash, bytes", true},
                {"RAM, bytes", true},
                {"instructions", true}},
               cells);
}

std::string reading_of(const CompareFacts& facts) {
  return fmt::format(
      "Flash and RAM are those of the whole firmware on {}, instructions those of one run there; "
      "packed: the file under zlib, which is where pruning and clusters show; time: of one run on "
      "this computer, float's is 1. Every training "
      "after the first took {} epochs.",
      facts.board, facts.tune_epochs);
}

}  // namespace

Path compare_folder(const Project& project) { return project.folder() / "optimized" / "compare"; }

void mark_front(std::vector<CompareRow>& rows) {
  std::vector<std::size_t> places;
  std::vector<std::vector<double>> costs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CompareRow& row = rows[i];
    if (row.flash_bytes == 0) continue;
    places.push_back(i);
    costs.push_back({is_share(row.metric) ? -row.value : row.value,
                     static_cast<double>(row.flash_bytes), static_cast<double>(row.ram_bytes),
                     static_cast<double>(row.instructions)});
  }
  for (const std::size_t i : pareto_front(costs)) rows[places[i]].on_front = true;
}

nlohmann::json to_json(const CompareRow& row) {
  nlohmann::json json = {{"id", row.id}, {"title", row.title}};
  if (!row.refused.empty()) {
    json["refused"] = row.refused;
    return json;
  }
  json.update(
      {{"metric", row.metric},
       {"value", row.value},
       {"low", row.low},
       {"high", row.high},
       {"file_bytes", row.file_bytes},
       {"packed_bytes", row.packed_bytes ? nlohmann::json(*row.packed_bytes) : nlohmann::json()},
       {"macs", row.macs},
       {"host_us", row.host_us},
       {"flash_bytes", row.flash_bytes},
       {"ram_bytes", row.ram_bytes},
       {"instructions", row.instructions},
       {"on_front", row.on_front}});
  if (!row.not_run.empty()) json["not_run"] = row.not_run;
  return json;
}

Result<CompareRow> compare_row(const nlohmann::json& json) {
  CompareRow row{.id = json_text(json, "id"), .title = json_text(json, "title")};
  row.refused = json_text(json, "refused");
  row.metric = json_text(json, "metric");
  if (row.id.empty() || (row.metric.empty() && row.refused.empty()))
    return Error{"this is no row of a comparison: it has no id, or neither metric nor refusal"};
  row.value = json_number(json, "value");
  row.low = json_number(json, "low"), row.high = json_number(json, "high");
  row.file_bytes = whole(json, "file_bytes");
  if (json.contains("packed_bytes") && json["packed_bytes"].is_number())
    row.packed_bytes = whole(json, "packed_bytes");
  row.macs = whole(json, "macs");
  row.host_us = json_number(json, "host_us");
  row.flash_bytes = whole(json, "flash_bytes");
  row.ram_bytes = whole(json, "ram_bytes");
  row.instructions = whole(json, "instructions");
  row.not_run = json_text(json, "not_run");
  return row;
}

nlohmann::json compare_json(const std::vector<CompareRow>& rows, const CompareFacts& facts) {
  nlohmann::json list = nlohmann::json::array();
  for (const CompareRow& row : rows) list.push_back(to_json(row));
  return {{"board", facts.board},
          {"origin", facts.origin},
          {"tune_epochs", facts.tune_epochs},
          {"rows", list}};
}

std::string compare_text(const std::vector<CompareRow>& rows, const CompareFacts& facts) {
  std::string text = fmt::format("{:<40} {:<22} {:>9} {:>9} {:>6} {:>9} {:>9} {:>12}\n", "way",
                                 "test", "bytes", "packed", "time", "flash", "RAM", "instructions");
  for (const CompareRow& row : rows) {
    if (!row.refused.empty()) {
      text += fmt::format("{:<40} {}\n", row.title, row.refused);
      continue;
    }
    text +=
        fmt::format("{:<40} {:<22} {:>9} {:>9} {:>6} {:>9} {:>9} {:>12}{}\n", row.title,
                    metric_text(row.metric, row.value), row.file_bytes,
                    row.packed_bytes ? std::to_string(*row.packed_bytes) : "-",
                    time_text(row, rows), count_text(row.flash_bytes), count_text(row.ram_bytes),
                    instructions_text(row), row.on_front ? " *" : "");
    if (!row.not_run.empty()) text += "    " + row.not_run + "\n";
  }
  return text + "* nothing else beats it in everything. " + reading_of(facts) + tag_of(facts) +
         "\n";
}

std::string compare_page(const std::vector<CompareRow>& rows, const CompareFacts& facts) {
  std::string metric = "test";
  for (const CompareRow& row : rows)
    if (!row.metric.empty()) metric = row.metric;
  const bool share = is_share(metric);
  return lone_page(
      facts.project + ": made smaller",
      paragraph(reading_of(facts)) +
          tradeoff_figures(dots_of(rows), {.title = metric, .share = share, .dot = "way"},
                           std::string("Every dot is a way; large ones are beaten by none "
                                       "in everything, the other colour is int8 after "
                                       "training. ") +
                               (share ? "Up" : "Down") + " and to the left is better.") +
          scroller("Every way", rows_table(rows, facts)) +
          paragraph("* nothing else beats it in everything."));
}

}  // namespace tadpole
