// SPDX-License-Identifier: Apache-2.0
#include "workflow/search_results.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/html.h"
#include "core/report/tradeoff.h"
#include "core/search/pareto.h"

namespace tadpole {
namespace {

struct Counts {
  std::size_t trained = 0, refused = 0, failed = 0;
};

Counts counts_of(const SearchHistory& history) {
  Counts c;
  for (const CandidateRecord& r : history.candidates) {
    c.refused += r.refused.empty() ? 0 : 1;
    c.trained += r.rungs.empty() ? 0 : 1;
    c.failed += !r.rungs.empty() && !r.rungs.back().failed.empty() ? 1 : 0;
  }
  return c;
}

std::string instructions_text(const Footprint& f) {
  return fmt::format("{}{:.3g} M", f.measured ? "" : "~",
                     static_cast<double>(f.instructions) / 1e6);
}

std::string tag_of(const SearchFacts& facts) {
  return facts.origin == "recorded" ? "" : " (" + facts.origin + " data)";
}

std::string limits_text(const BoardLimits& limits) {
  std::string text =
      fmt::format("{} bytes of RAM, {} bytes of flash", limits.ram_bytes, limits.flash_bytes);
  if (limits.instructions > 0)
    text += fmt::format(", {:.3g} M instructions", static_cast<double>(limits.instructions) / 1e6);
  return text;
}

std::string summary_text(const SearchHistory& history, const SearchFacts& facts) {
  const Counts c = counts_of(history);
  return fmt::format(
      "{} candidates trained ({} failed), {} refused before training because they do not fit {} "
      "({})",
      c.trained, c.failed, c.refused, facts.board, limits_text(facts.limits));
}

// "accuracy", "loss": each of them on validation.
std::string word_of(Objective objective) {
  return lower_is_better(objective) ? "loss" : "accuracy";
}

std::string value_text(Objective objective, double value) {
  return lower_is_better(objective) ? fmt::format("{:.4g}", value)
                                    : fmt::format("{:.1f} %", 100.0 * value);
}

std::vector<TradeoffRow> dots_of(const std::vector<SearchRow>& rows, Objective objective) {
  std::vector<TradeoffRow> dots;
  for (const SearchRow& row : rows)
    dots.push_back({.value = row.value,
                    .ram_bytes = static_cast<double>(row.footprint.ram_bytes),
                    .flash_bytes = static_cast<double>(row.footprint.flash_bytes),
                    .instructions = static_cast<double>(row.footprint.instructions),
                    .on_front = row.on_front,
                    .marked = row.best,
                    .words = fmt::format("candidate {}: {} after {} epochs", row.candidate,
                                         value_text(objective, row.value), row.epochs)});
  return dots;
}

std::string front_table(const std::vector<SearchRow>& rows, Objective objective) {
  std::vector<std::vector<std::string>> cells;
  for (const SearchRow& row : rows) {
    if (!row.on_front && !row.best) continue;
    cells.push_back({std::to_string(row.candidate) + (row.best ? ", best" : ""),
                     value_text(objective, row.value), std::to_string(row.epochs),
                     std::to_string(row.footprint.ram_bytes),
                     std::to_string(row.footprint.flash_bytes), instructions_text(row.footprint),
                     row.point});
  }
  return table("What no other candidate beats in everything",
               {{"candidate"},
                {"validation " + word_of(objective), true},
                {"epochs", true},
                {"RAM, bytes", true},
                {"flash, bytes", true},
                {"instructions", true},
                {"choices"}},
               cells);
}

}  // namespace

std::vector<SearchRow> search_rows(const SearchHistory& history) {
  std::vector<SearchRow> rows;
  const int best = best_candidate(history);
  for (const CandidateRecord& r : history.candidates) {
    const RungResult* last = last_result(r);
    if (last == nullptr) continue;
    rows.push_back({.candidate = r.candidate.number,
                    .point = r.candidate.text,
                    .value = shown_value(history.objective, last->value),
                    .epochs = last->epochs,
                    .footprint = r.footprint,
                    .best = r.candidate.number == best});
  }
  const double sign = lower_is_better(history.objective) ? 1.0 : -1.0;
  std::vector<std::vector<double>> costs;
  for (const SearchRow& row : rows)
    costs.push_back({sign * row.value, static_cast<double>(row.footprint.ram_bytes),
                     static_cast<double>(row.footprint.flash_bytes),
                     static_cast<double>(row.footprint.instructions)});
  for (const std::size_t i : pareto_front(costs)) rows[i].on_front = true;
  std::stable_sort(rows.begin(), rows.end(), [sign](const SearchRow& a, const SearchRow& b) {
    return sign * a.value < sign * b.value;
  });
  return rows;
}

nlohmann::json to_json(const SearchRow& row, Objective objective) {
  return {{"candidate", row.candidate},
          {"point", row.point},
          {objective_name(objective), row.value},
          {"epochs", row.epochs},
          {"ram_bytes", row.footprint.ram_bytes},
          {"flash_bytes", row.footprint.flash_bytes},
          {"instructions", row.footprint.instructions},
          {"instructions_measured", row.footprint.measured},
          {"macs", row.footprint.macs},
          {"parameters", row.footprint.parameters},
          {"on_front", row.on_front},
          {"best", row.best}};
}

nlohmann::json search_json(const SearchHistory& history, const SearchFacts& facts) {
  const Counts c = counts_of(history);
  nlohmann::json front = nlohmann::json::array(), best = nullptr;
  for (const SearchRow& row : search_rows(history)) {
    if (row.on_front) front.push_back(to_json(row, history.objective));
    if (row.best) best = to_json(row, history.objective);
  }
  return {{"strategy", facts.strategy},
          {"objective", objective_name(history.objective)},
          {"board", facts.board},
          {"limits",
           {{"ram_bytes", facts.limits.ram_bytes},
            {"flash_bytes", facts.limits.flash_bytes},
            {"instructions", facts.limits.instructions}}},
          {"rungs", history.rungs},
          {"candidates", history.candidates.size()},
          {"trained", c.trained},
          {"refused", c.refused},
          {"failed", c.failed},
          {"stopped", history.stopped},
          {"origin", facts.origin},
          {"best", best},
          {"front", front},
          {"cost", cost_json(search_cost(history.cpu_seconds, facts.energy), facts.energy)}};
}

std::string search_text(const SearchHistory& history, const SearchFacts& facts) {
  std::string text = summary_text(history, facts) + "\n";
  text += fmt::format("{:>9} {:>10} {:>6} {:>9} {:>9} {:>12}\n", "candidate", "validation",
                      "epochs", "RAM", "flash", "instructions");
  for (const SearchRow& row : search_rows(history)) {
    if (!row.on_front && !row.best) continue;
    text += fmt::format("{:>9} {:>10} {:>6} {:>9} {:>9} {:>12}{}\n", row.candidate,
                        value_text(history.objective, row.value), row.epochs,
                        row.footprint.ram_bytes, row.footprint.flash_bytes,
                        instructions_text(row.footprint), row.best ? "  best" : "");
  }
  text += word_of(history.objective) + " on validation" + tag_of(facts) + ", which chose" +
          (lower_is_better(history.objective) ? " (lower is better)" : "") +
          "; the test split was not looked at. Fewer epochs: stopped early, because "
          "others did better. ~: estimated\n";
  return text + "cost: " + cost_text(search_cost(history.cpu_seconds, facts.energy), facts.energy) +
         "\n";
}

std::string search_page(const SearchHistory& history, const SearchFacts& facts,
                        const std::string& project) {
  const std::vector<SearchRow> rows = search_rows(history);
  const std::string word = word_of(history.objective);
  const bool low = lower_is_better(history.objective);
  const std::string reading =
      std::string(
          "Every dot is a candidate; large ones are on the front, the other colour is the "
          "best. ") +
      (low ? "Down" : "Up") + " and to the left is better.";
  return lone_page(
      project + ": search",
      paragraph(summary_text(history, facts) + ". " + capitalised(word) + " is that on validation" +
                tag_of(facts) + (low ? ", lower is better" : "") +
                "; the test split was not looked at.") +
          tradeoff_figures(dots_of(rows, history.objective),
                           {.title = "validation " + word, .share = !low, .dot = "candidate"},
                           reading) +
          scroller("The front", front_table(rows, history.objective)) +
          paragraph("Cost: " +
                    cost_text(search_cost(history.cpu_seconds, facts.energy), facts.energy) + "."));
}

}  // namespace tadpole
