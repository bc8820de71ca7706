// SPDX-License-Identifier: Apache-2.0
// The stages optimize, deploy and monitor, the model card and the provenance.
#include <fmt/core.h>

#include <algorithm>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/model_card.h"
#include "core/report/sections.h"
#include "core/report/stages.h"

namespace tadpole {
namespace {

// Forms are all compared by accuracy or all by the metric of the first.
std::string forms_table(const RunReport& report) {
  const std::vector<ModelForm>& forms = report.optimize->forms;
  const std::string metric = forms.empty() ? "" : forms.front().metric;
  std::vector<Column> columns = {
      {"model"}, {metric.empty() ? "accuracy" : metric, true}, {"95 % interval", true}};
  if (metric.empty()) columns.push_back({"macro F1", true});
  columns.insert(columns.end(), {{"file (bytes)", true}, {"weights (bytes)", true}});
  std::vector<std::vector<std::string>> rows;
  for (const ModelForm& f : forms) {
    std::vector<std::string> row = {f.name};
    if (metric.empty()) {
      row.insert(row.end(), {percent(f.accuracy), interval_text(f.interval),
                             fmt::format("{:.3f}", f.macro_f1)});
    } else {
      row.insert(row.end(),
                 {with_unit(short_number(f.value), f.unit), range_text(f.interval, f.unit)});
    }
    row.insert(row.end(), {thousands(f.file_bytes), thousands(f.weight_bytes)});
    rows.push_back(std::move(row));
  }
  return table(tagged(report, "Float against int8"), columns, rows);
}

// A number that moved by a rounding step is no change worth a list.
std::string changed_list(const RunReport& report) {
  const OptimizeSummary& o = *report.optimize;
  const Wording& w = report.wording;
  if (report.regression) {
    return paragraph(
        fmt::format("The two were compared on {} {}.", thousands(o.compared_clips), w.items));
  }
  const std::string sentence =
      fmt::format("{} of {} {} are {} differently by the int8 model.", o.changed.size(),
                  o.compared_clips, w.items, report.anomaly ? "judged" : "named");
  if (o.changed.empty()) return paragraph(sentence);
  constexpr std::size_t kShown = 50;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(kShown, o.changed.size()); ++i) {
    const ChangedClip& c = o.changed[i];
    rows.push_back({c.clip, c.truth, c.float_says, c.int8_says});
  }
  const std::string truth = w.subject == Subject::voices ? "said" : "truth";
  return paragraph(sentence) + drawer(fmt::format("Which {} changed", w.items),
                                      table(fmt::format("{} that changed", capitalised(w.items)),
                                            {{w.item}, {truth}, {"float"}, {"int8"}}, rows));
}

}  // namespace

std::string optimize_section(const RunReport& report) {
  std::string body;
  if (report.optimize) {
    const OptimizeSummary& o = *report.optimize;
    body = forms_table(report);
    body += figure_grid(
        figure("Where rounding hurts", layer_error_chart(o.layers),
               "Longer bars keep more of the signal; the orange layer loses most. 20 dB means that "
               "the "
               "error is a tenth of the signal.") +
        "<div>" + changed_list(report) +
        paragraph(
            fmt::format("Ranges were measured on {} training {}; no test {} was used.",
                        thousands(o.calibration_clips), report.wording.items, report.wording.item),
            "reading") +
        "</div>");
  }
  return stage_section(
      report, "optimize",
      "From 32-bit floats to 8-bit integers: four times smaller, what does it cost?", body);
}

namespace {

std::string limit_text(std::int64_t used, std::int64_t limit) {
  if (used <= 0) return "\xE2\x80\x93";  // not known
  if (limit <= 0) return thousands(used);
  return fmt::format("{} ({} of {})", thousands(used),
                     percent(static_cast<double>(used) / static_cast<double>(limit)),
                     byte_text(limit));
}

const std::vector<std::string>& board_properties() {
  static const std::vector<std::string> names = {
      "flash (bytes)",          "static RAM (bytes)",      "arena (bytes)",
      "instructions, features", "instructions, inference", "time, estimate (ms)",
      "energy, estimate (mJ)",  "same bytes as the host"};
  return names;
}

// In the order of board_properties().
std::vector<std::string> board_values(const BoardResult& b, const Wording& w) {
  const bool ran = b.status == "run";
  const auto if_ran = [ran](const std::string& text) {
    return ran ? text : std::string("\xE2\x80\x93");
  };
  const auto estimate = [&](double value, const std::string& text) {
    return if_ran(value > 0.0 ? text : "not estimated");
  };
  const std::string equal =
      b.host_equal ? fmt::format("yes, {} {}", b.compared_clips, w.items) : "NO";
  return {limit_text(b.flash_bytes, b.flash_limit),
          limit_text(b.ram_bytes, b.ram_limit),
          thousands(b.arena_bytes),
          if_ran(thousands(b.instructions_features)),
          if_ran(thousands(b.instructions_inference)),
          estimate(b.estimated_ms, fmt::format("{:.2f} at {:g} MHz", b.estimated_ms, b.clock_mhz)),
          estimate(b.estimated_mj, fmt::format("{:.3f}", b.estimated_mj)),
          ran ? equal : b.status};
}

std::string board_notices(const std::vector<BoardResult>& boards) {
  std::string notices;
  for (const BoardResult& b : boards) {
    if (!b.reason.empty()) notices += notice(b.board + ": " + b.reason);
    if (b.status == "run" && !b.host_equal) {
      notices += notice(
          b.board + ": the board does not give the same bytes as the host; do not use this image.");
    }
  }
  return notices;
}

std::string board_table(const DeploySummary& d, const Wording& w) {
  if (d.boards.empty()) return "";
  std::vector<Column> columns = {{""}};
  std::vector<std::vector<std::string>> rows;
  for (const std::string& name : board_properties()) rows.push_back({name});
  for (const BoardResult& b : d.boards) {
    columns.push_back({b.board, true});
    const std::vector<std::string> values = board_values(b, w);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back(values[i]);
  }
  return board_notices(d.boards) + table("Boards", columns, rows) +
         paragraph(
             "Instructions are counted exactly on the virtual board. Time and energy are estimates "
             "from that "
             "count, the clock and a typical current; only a measurement on a real board is a "
             "measurement.",
             "reading");
}

std::string plan_table(const MemoryPlan& plan) {
  std::vector<std::vector<std::string>> rows;
  for (const PlannedBuffer& b : plan.buffers) {
    rows.push_back({b.name, thousands(static_cast<std::int64_t>(b.offset)),
                    thousands(static_cast<std::int64_t>(b.bytes)),
                    fmt::format("{} to {}", b.first_op, b.last_op)});
  }
  if (rows.empty()) return "";
  return table("Buffers of the arena",
               {{"buffer"}, {"offset", true}, {"bytes", true}, {"operators", true}}, rows);
}

}  // namespace

std::string deploy_section(const RunReport& report) {
  std::string body;
  if (report.deploy) {
    const DeploySummary& d = *report.deploy;
    body = board_table(d, report.wording);
    const std::string plan = memory_plan_chart(d);
    if (!plan.empty()) {
      body += figure(fmt::format("One arena of {} bytes",
                                 thousands(static_cast<std::int64_t>(d.plan.arena_bytes))),
                     scroller("Memory plan", plan),
                     "A box is a buffer: as wide as the operators that need it, as tall as its "
                     "bytes. Boxes that share a "
                     "height never live at the same time, so they may use the same memory.",
                     "full");
    }
    body += drawer("The plan as a table", plan_table(d.plan));
    if (!d.model_file.empty()) body += facts({{"model file", d.model_file}});
  }
  return stage_section(report, "deploy",
                       "The same bytes on a microcontroller: what it needs and how long it takes.",
                       body);
}

std::string monitor_section(const RunReport& report) {
  const ReportStage* stage = find_stage(report, "monitor");
  std::string body;
  if (stage != nullptr && stage->state != StageState::not_run) {
    body = paragraph("Monitoring is on: " + stage->output);
  }
  return stage_section(report, "monitor", report.wording.monitor_lede, body);
}

std::string card_section(const RunReport& report) {
  std::string html =
      "<section id=\"card\" class=\"stage card\" aria-labelledby=\"h-card\"><header><h2 "
      "id=\"h-card\">Model "
      "card</h2><p class=\"lede\">What this model is for, and where it stops.</p></header>\n<div "
      "class=\"card-grid\">";
  for (const CardSection& section : model_card(report)) {
    html += "<article><h3>" + html_escape(section.title) + "</h3><ul>";
    for (const std::string& line : section.lines) html += "<li>" + html_escape(line) + "</li>";
    html += "</ul></article>\n";
  }
  return html + "</div></section>\n";
}

std::string provenance_section(const RunReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const ReportStage& stage : report.stages) {
    if (stage.state == StageState::not_run) continue;
    rows.push_back({stage.name, stage.command, duration_text(stage.seconds), stage.output});
  }
  std::string html =
      "<section id=\"provenance\" class=\"stage\" aria-labelledby=\"h-provenance\"><header><h2 "
      "id=\"h-provenance\">Provenance</h2><p class=\"lede\">Everything needed to make the same "
      "bytes "
      "again.</p></header>\n" +
      facts(report.provenance);
  if (!rows.empty()) {
    html += table("Commands", {{"stage"}, {"command"}, {"took", true}, {"wrote"}}, rows);
  }
  return html + "</section>\n";
}

}  // namespace tadpole
