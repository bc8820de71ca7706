// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"

#include <string_view>

#include "core/report/encode.h"
#include "core/report/model_card.h"
#include "core/report/page/page_text.h"
#include "core/report/sections.h"

namespace tadpole {

namespace {

// The words that the script puts into its sentences.
nlohmann::json page_words(const RunReport& report) {
  const Wording& w = report.evaluation ? report.evaluation->wording : report.wording;
  return {{"items", w.items},
          {"target", w.target},
          {"positives", w.subject == Subject::voices ? w.labels : w.items}};
}

}  // namespace

nlohmann::json page_data(const RunReport& report) {
  const bool confidence = report.evaluation && report.evaluation->threshold &&
                          is_confidence(*report.evaluation->threshold);
  nlohmann::json data = {{"labels", report.scores.labels},
                         {"keywords", keyword_classes(report.scores.labels)},
                         {"truths", base64(report.scores.truths)},
                         {"tops", base64(report.scores.tops)},
                         {"scores", base64(report.scores.scores)},
                         {"words", page_words(report)},
                         {"confidence", confidence},
                         {"clips", nlohmann::json::array()}};
  for (const ExampleClip& example : report.examples) data["clips"].push_back(example.wav_base64);
  if (report.anomaly) {
    data["normal"] = report.anomaly->normal_scores;
    data["anomalous"] = report.anomaly->anomalous_scores;
  }
  return data;
}

namespace {

struct Slot {
  std::string_view name;  // written {{name}} in page.html
  std::string html;
};

// One pass over the template, so that text from the report can never be taken for a slot.
std::string fill(std::string_view page, const std::vector<Slot>& slots) {
  std::string out;
  while (!page.empty()) {
    const std::size_t open = page.find("{{");
    out += page.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = page.find("}}", open);
    TADPOLE_EXPECT(close != std::string_view::npos);
    const std::string_view name = page.substr(open + 2, close - open - 2);
    for (const Slot& slot : slots) {
      if (slot.name == name) out += slot.html;
    }
    page.remove_prefix(close + 2);
  }
  return out;
}

std::string body_of(const RunReport& report) {
  return collect_section(report) + preprocess_section(report) + train_section(report) +
         evaluate_section(report) + optimize_section(report) + deploy_section(report) +
         monitor_section(report) + card_section(report) + provenance_section(report);
}

std::string render(const RunReport& report) {
  const std::string data =
      page_data(report).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return fill(kPageHtml, {{"title", html_escape(report.project)},
                          {"css", std::string(kPageCss)},
                          {"summary", summary_section(report)},
                          {"rail", rail(report)},
                          {"body", body_of(report)},
                          {"data", script_safe(data)},
                          {"js", std::string(kPageJs)}});
}

}  // namespace

namespace {

// Leaves out what is heavy, last examples first, until `over` bytes are saved: sounds, then
// pictures.
void lighten(RunReport& report, std::size_t over) {
  for (std::string ExampleClip::*part : {&ExampleClip::wav_base64, &ExampleClip::model_png_base64,
                                         &ExampleClip::picture_png_base64}) {
    for (std::size_t i = report.examples.size(); i-- > 0 && over > 0;) {
      std::string& heavy = report.examples[i].*part;
      over -= std::min(over, heavy.size());
      heavy.clear();
    }
  }
}

}  // namespace

std::string html_report(const RunReport& report) {
  std::string page = render(report);
  if (page.size() <= kPageBudgetBytes) return page;
  RunReport lighter = report;
  lighten(lighter, page.size() - kPageBudgetBytes);
  return render(lighter);
}

Outcome write_report(const RunReport& report, const Path& folder) {
  TADPOLE_TRY(write_file(folder / "report.html", html_report(report)));
  TADPOLE_TRY(write_file(folder / "report.json", report_text(report)));
  TADPOLE_TRY(write_file(folder / "model-card.md", model_card_markdown(report)));
  return Done{};
}

}  // namespace tadpole
