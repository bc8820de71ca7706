// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "core/report/format.h"
#include "core/report/model_card.h"
#include "core/report/stages.h"
#include "core/report/test_report.h"

namespace tadpole {
namespace {

const std::string& recorded_page() {
  static const std::string page = html_report(drawn_report());
  return page;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

// The page without the data of the script: what a reader sees.
std::string visible(const std::string& page) {
  return page.substr(0, page.find("<script type=\"application/json\""));
}

TEST(HtmlReport, IsOneFileThatAsksNobodyForAnything) {
  EXPECT_EQ(count_of(recorded_page(), "http://"), 0U);
  EXPECT_EQ(count_of(recorded_page(), "https://"), 0U);
  EXPECT_EQ(count_of(recorded_page(), "url("), 0U);
  EXPECT_EQ(count_of(recorded_page(), "@import"), 0U);
  EXPECT_EQ(count_of(recorded_page(), "default-src 'none'"), 1U);
}

TEST(HtmlReport, HasASectionAndACommandLineForEachOfTheSevenStages) {
  for (const std::string_view stage : kStageNames) {
    const std::string name(stage);
    EXPECT_EQ(count_of(recorded_page(), fmt::format("<section id=\"{}\"", name)), 1U) << name;
    EXPECT_EQ(count_of(recorded_page(), fmt::format("href=\"#{}\"", name)),
              name == "collect" ? 2U : 1U);
    EXPECT_GE(count_of(recorded_page(), fmt::format("<code>tadpole {} my-words", name)), 1U)
        << name;
  }
}

TEST(HtmlReport, TheNarrowerOfTwoIntervalsIsTheOneThatIsTooSure) {
  RunReport report = drawn_report();
  report.evaluation->accuracy_by_speaker = {0.6, 0.95, 0.95, "bootstrap over 38 speakers"};
  report.evaluation->accuracy_wilson = {0.75, 0.85, 0.95, "Wilson, 80 clips"};
  EXPECT_EQ(count_of(html_report(report), "(Wilson, 80 clips), which is too sure of itself."), 1U);
  // Two speakers with the same share: nothing to resample, an interval of no width.
  report.evaluation->accuracy_by_speaker = {0.8, 0.8, 0.95, "bootstrap over 2 speakers"};
  const std::string page = html_report(report);
  EXPECT_EQ(count_of(page, "too sure of itself"), 0U);
  EXPECT_EQ(count_of(page, interval_text(report.evaluation->accuracy_wilson) +
                               " (Wilson, 80 clips), which is the wider one"),
            1U);
}

// By formula: all of n right is n / (n + z^2) to 1, none 0 to z^2 / (n + z^2), z = 1.96.
TEST(HtmlReport, AClassOfFewClipsShowsHowLittleItsRecallSays) {
  RunReport report = drawn_report();
  report.evaluation->classes[2] = {.label = "yes", .support = 3, .predicted = 3, .recall = 1.0};
  report.evaluation->classes[3] = {.label = "no", .support = 3, .predicted = 0, .recall = 0.0};
  report.evaluation->classes[4] = {.label = "up", .support = 0, .predicted = 0, .recall = 0.0};
  const std::string page = visible(html_report(report));
  EXPECT_EQ(count_of(page, "43.9 to 100.0"), 1U);
  EXPECT_EQ(count_of(page, ">0.0 to 56.1"), 1U);
  EXPECT_EQ(count_of(page, "The interval stands on the clips of the class alone (Wilson)"), 1U);
}

TEST(HtmlReport, EveryIdIsUniqueAndEverySlotIsFilled) {
  const std::string page = visible(recorded_page());
  std::set<std::string> ids;
  for (std::size_t at = page.find(" id=\""); at != std::string::npos;
       at = page.find(" id=\"", at + 1)) {
    const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
  EXPECT_GT(ids.size(), 20U);
  EXPECT_EQ(count_of(page, "{{"), 0U);
}

TEST(HtmlReport, TagsAreClosed) {
  const std::string page = visible(recorded_page());
  for (const char* tag : {"section", "div", "table", "tr", "figure", "svg", "ul", "li", "p", "dl",
                          "details", "nav", "header", "td", "h3", "span"}) {
    EXPECT_EQ(count_of(page, fmt::format("<{}>", tag)) + count_of(page, fmt::format("<{} ", tag)),
              count_of(page, fmt::format("</{}>", tag)))
        << tag;
  }
}

TEST(HtmlReport, EveryPictureHasATextAlternative) {
  const std::string page = visible(recorded_page());
  EXPECT_EQ(count_of(page, "<svg class=\"chart"), count_of(page, "role=\"img\" aria-label=\""));
  EXPECT_EQ(count_of(page, "<img "), count_of(page, " alt=\""));
  EXPECT_EQ(count_of(page, "aria-label=\"\""), 0U);
}

TEST(HtmlReport, SyntheticVoicesAreNamedInEverySectionThatShowsAnAccuracy) {
  const std::string page = visible(html_report(drawn_report("synthetic")));
  const std::string mark = "<span class=\"origin\">synthetic voices</span>";
  EXPECT_GE(count_of(page, mark), 4U);  // cover twice, headline, picker, room
  for (const char* title : {"Accuracy, synthetic voices", "Per class, synthetic voices",
                            "By speaker group, synthetic voices", "DET, synthetic voices",
                            "ROC, synthetic voices", "Float against int8, synthetic voices"}) {
    EXPECT_GE(count_of(page, title), 1U) << title;
  }
  EXPECT_EQ(count_of(visible(recorded_page()), "synthetic"), 0U);
}

TEST(HtmlReport, ForeignTextIsNeverMarkup) {
  const std::string evil = "<img src=x onerror=alert(1)>\"'&{{js}}";
  RunReport report = drawn_report();
  report.project = report.labels[2] = report.scores.labels[2] = evil;
  report.evaluation->confusion.labels[2] = report.evaluation->classes[2].label = evil;
  report.evaluation->groups.slices[0].name = report.evaluation->warnings[0] = evil;
  report.evaluation->streaming->scene_names[0] = evil;
  report.evaluation->streaming->detections[0].label = evil;
  report.examples[0].word = report.examples[0].speaker = evil;
  report.dataset->classes[0].name = report.dataset->checks[0].sentence = evil;
  report.dataset->licences = {evil};
  report.training->layers_text = report.training->stopped_because = evil;
  report.optimize->layers[0].tensor = report.optimize->changed[0].clip = evil;
  report.deploy->plan.buffers[0].name = report.deploy->boards[0].board = evil;
  report.provenance[0].value = report.stages[0].command = report.card.purpose = evil;
  const std::string page = html_report(report);
  EXPECT_EQ(count_of(page, "<img src=x"), 0U);
  EXPECT_GT(count_of(page, "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{js}}"), 15U);
  EXPECT_EQ(count_of(page, "\\u003cimg src=x"), 1U);  // the label among the script's data
}

TEST(HtmlReport, MostWordsMissedIsToldTogetherWithABetterThreshold) {
  RunReport report = drawn_report();
  StreamingReport& s = *report.evaluation->streaming;
  s.result.threshold = 250;
  s.result.miss_rate = 0.9;
  s.result.false_accepts_per_hour = 0.0;
  s.curve = {{40, 100, 70, 20, 10, 0, 0.5, 0.3}, {20, 100, 80, 10, 10, 9, 30.0, 0.2}};
  EXPECT_EQ(count_of(html_report(report),
                     "At 250 of 255 most words are missed. On this audio 40 of "
                     "255 would miss 30.0"),
            1U);
  EXPECT_EQ(count_of(recorded_page(), "most words are missed"), 0U);
}

TEST(HtmlReport, AnUnfinishedRunSaysWhatIsMissing) {
  RunReport bare;
  bare.project = "just-begun";
  const std::string page = visible(html_report(bare));
  EXPECT_EQ(count_of(page, "Not run yet. The command above runs it"), 7U);
  EXPECT_EQ(count_of(page, "It has not been evaluated yet."), 1U);
}

TEST(HtmlReport, TheSameReportGivesTheSameBytes) {
  EXPECT_EQ(html_report(drawn_report()), recorded_page());
}

TEST(HtmlReport, StaysWithinItsBudgetByLeavingOutSounds) {
  EXPECT_LE(recorded_page().size(), kPageBudgetBytes);
  RunReport report = drawn_report();
  const std::vector<ExampleClip> once = report.examples;
  for (int i = 0; i < 2; ++i) {
    report.examples.insert(report.examples.end(), once.begin(), once.end());
  }
  const std::string page = html_report(report);
  EXPECT_LE(page.size(), kPageBudgetBytes);
  EXPECT_LT(count_of(page, "class=\"play\""), report.examples.size());
  EXPECT_GT(count_of(page, "class=\"play\""), once.size() / 2);
}

TEST(HtmlReport, AReportThatWasReadAgainGivesTheSamePage) {
  const Result<RunReport> back = parse_report(report_text(drawn_report()));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(html_report(back.value()), recorded_page());
}

TEST(HtmlReport, WritesPageDataAndCardIntoAFolder) {
  const Path folder = std::filesystem::temp_directory_path() / "tadpole_html_report_test";
  ASSERT_TRUE(write_report(drawn_report(), folder).ok());
  EXPECT_EQ(read_text(folder / "report.html").value(), recorded_page());
  EXPECT_TRUE(parse_report(read_text(folder / "report.json").value()).ok());
  EXPECT_EQ(read_text(folder / "model-card.md").value(), model_card_markdown(drawn_report()));
  std::filesystem::remove_all(folder);
}

// To look at the page: TADPOLE_REPORT_SAMPLES=/tmp/pages <this program>. The numbers are drawn, not
// measured.
TEST(HtmlReport, WritesSamplesToLookAtWhenAskedTo) {
  const char* folder = std::getenv("TADPOLE_REPORT_SAMPLES");
  if (folder == nullptr) GTEST_SKIP() << "set TADPOLE_REPORT_SAMPLES to a folder to get pages";
  ASSERT_TRUE(write_report(drawn_report(), Path(folder) / "recorded").ok());
  ASSERT_TRUE(write_report(drawn_report("synthetic"), Path(folder) / "synthetic").ok());
  RunReport bare;
  bare.project = "just-begun";
  ASSERT_TRUE(write_report(bare, Path(folder) / "bare").ok());
}

}  // namespace
}  // namespace tadpole
