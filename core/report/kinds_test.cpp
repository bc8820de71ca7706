// SPDX-License-Identifier: Apache-2.0
// The page of every kind of task.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <set>

#include "core/report/charts.h"
#include "core/report/html_report.h"
#include "core/report/model_card.h"
#include "core/report/test_kinds.h"

namespace tadpole {
namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

// What a reader sees: without style, data and script.
std::string seen(const RunReport& report) {
  const std::string page = html_report(report);
  const std::size_t begin = page.find("<body>");
  return page.substr(begin, page.find("<script type=\"application/json\"") - begin);
}

std::string card_text(const RunReport& report) { return model_card_markdown(report); }

std::string refusal(const nlohmann::json& json) {
  const Result<RunReport> report = report_from_json(json);
  return report.ok() ? "accepted" : report.error().message;
}

TEST(Kinds, EveryKindSurvivesTheWayThroughItsText) {
  for (const DrawnKind& kind : drawn_kinds()) {
    const Result<RunReport> back = parse_report(report_text(kind.report));
    ASSERT_TRUE(back.ok()) << kind.name << ": " << back.error().message;
    EXPECT_EQ(report_to_json(back.value()), report_to_json(kind.report)) << kind.name;
    EXPECT_EQ(html_report(back.value()), html_report(kind.report)) << kind.name;
  }
}

TEST(Kinds, NoPageButTheKeywordsSpeaksOfClipsSpeakersOrVoices) {
  for (const DrawnKind& kind : drawn_kinds()) {
    const std::string text = seen(kind.report) + card_text(kind.report);
    for (const char* word : {" clip ", " clips", "speaker", "voices", "keyword", "accent", "hear "})
      EXPECT_EQ(count_of(text, word), 0U) << kind.name << ": " << word;
  }
}

TEST(Kinds, EveryIdIsUniqueEveryTagIsClosedAndEveryPictureHasAnAlternative) {
  for (const DrawnKind& kind : drawn_kinds()) {
    const std::string page = seen(kind.report);
    std::set<std::string> ids;
    for (std::size_t at = page.find(" id=\""); at != std::string::npos;
         at = page.find(" id=\"", at + 1)) {
      const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
      EXPECT_TRUE(ids.insert(id).second) << kind.name << ": " << id;
    }
    for (const char* tag : {"section", "div", "table", "tr", "td", "figure", "svg", "ul", "li", "p",
                            "dl", "dd", "span", "h3", "details"}) {
      EXPECT_EQ(count_of(page, fmt::format("<{}>", tag)) + count_of(page, fmt::format("<{} ", tag)),
                count_of(page, fmt::format("</{}>", tag)))
          << kind.name << ": " << tag;
    }
    EXPECT_EQ(count_of(page, "<svg class=\"chart"), count_of(page, "role=\"img\" aria-label=\""));
    EXPECT_EQ(count_of(page, "<img "), count_of(page, " alt=\""));
    EXPECT_EQ(count_of(page, "aria-label=\"\""), 0U);
  }
}

TEST(Kinds, WhereTheOriginIsSyntheticItsTagStandsBesideTheHeadlineAndTheNumbers) {
  const struct {
    const char* kind;
    const char* tag;
    const char* title;  // of a table or chart of numbers
  } rows[] = {{"image", "rendered pictures", "Per class, rendered pictures"},
              {"person", "partly rendered pictures", "Per class, partly rendered pictures"},
              {"motion", "simulated motion", "By group, simulated motion"},
              {"table", "generated rows", "ROC, generated rows"},
              {"sine", "computed points", "Errors, computed points"},
              {"machine", "simulated machine", "ROC, simulated machine"}};
  for (const auto& row : rows) {
    const std::string page = seen(drawn_kind(row.kind));
    EXPECT_GE(count_of(page, fmt::format("<span class=\"origin\">{}</span>", row.tag)), 2U)
        << row.kind;
    EXPECT_GE(count_of(page, row.title), 1U) << row.kind;
    EXPECT_GE(count_of(page, fmt::format("Float against int8, {}", row.tag)), 1U) << row.kind;
    EXPECT_EQ(report_to_json(drawn_kind(row.kind)).at("origin_note"), row.tag);
    EXPECT_NE(card_text(drawn_kind(row.kind)).find(fmt::format("\\[{}\\]", row.tag)),
              std::string::npos)
        << row.kind;
  }
}

TEST(Kinds, TheOpeningSaysWhatTheModelDoesAndHowWell) {
  EXPECT_NE(seen(drawn_kind("person"))
                .find("This model tells apart nobody and person. On 12 people "
                      "that it never met"),
            std::string::npos);
  EXPECT_NE(seen(drawn_kind("table")).find("Of 400 rows that it never met in training it named"),
            std::string::npos);
  EXPECT_NE(seen(drawn_kind("rent")).find("This model predicts rent and area. On 300 rows"),
            std::string::npos);
  EXPECT_NE(seen(drawn_kind("heart")).find("This model learned what is normal"), std::string::npos);
}

// --- examples

TEST(Kinds, APictureIsADataUrlAndSharpWhenItIsSmall) {
  const std::string page = seen(drawn_kind("image"));
  EXPECT_EQ(count_of(page, "<img class=\"picture crisp\" src=\"data:image/png;base64,iVBOR"),
            2U * 20 + 2 + 1);  // ten classes by two, each with the model's view; preprocess; sheet
  EXPECT_EQ(count_of(page, "What the model gets of it"), 1U);
  EXPECT_EQ(count_of(page, "As training saw them"), 1U);
  ExampleClip large =
      make_picture_example(picture_png({320, 2}, 1, std::vector<std::uint8_t>(640, 9)), {});
  RunReport report = drawn_kind("image");
  report.examples = {large};
  EXPECT_EQ(count_of(seen(report), "<img class=\"picture\" src"), 1U);
}

TEST(Kinds, TracesOfOneSensorShareAPanel) {
  const ExampleClip& example = drawn_kind("motion").examples.front();
  const std::string small = small_trace_chart(example);
  EXPECT_NE(small.find("viewBox=\"0 0 160 92\""), std::string::npos);  // acc and gyr: 2 * 46
  EXPECT_EQ(count_of(small, "<polyline"), 6U);
  EXPECT_EQ(count_of(trace_chart(example), "time (s)"), 1U);
  EXPECT_EQ(count_of(trace_key(example), "<li class"), 6U);
  EXPECT_EQ(count_of(trace_key(example), "<li>below:</li>"), 1U);
}

TEST(Kinds, ALongRecordingIsThinnedToWhatAScreenShows) {
  std::vector<float> values(5000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  const ExampleClip example = make_trace_example(values, {"a"}, 1.0);
  ASSERT_EQ(example.traces[0].values.size(), kTracePoints);
  EXPECT_EQ(example.traces[0].values[150], 2500.0);  // 150 * 5000 / 300
}

TEST(Kinds, AStrokeKeepsItsProportionsAndShowsWhereItBegins) {
  ExampleClip example;
  example.stroke = {{0, 0}, {4, 0}, {4, 2}};  // 4 wide: 80 of 100; 2 high: 40, upwards
  EXPECT_NE(stroke_chart(example).find("points=\"10,70 90,70 90,30\""), std::string::npos);
  EXPECT_NE(stroke_chart(example).find("<circle cx=\"10\" cy=\"70\""), std::string::npos);
}

TEST(Kinds, ARowIsAListAndALongOneIsCut) {
  RunReport report = drawn_kind("table");
  EXPECT_EQ(count_of(seen(report), "<dl class=\"row\">"), 6U);
  report.examples.resize(1);
  report.examples[0].row.assign(15, {"a", "1"});
  EXPECT_EQ(count_of(seen(report), "and 3 more"), 1U);
}

TEST(Kinds, ExamplesWithoutClassStandInOneRowWithoutTitle) {
  const std::string page = seen(drawn_kind("sine"));
  EXPECT_EQ(count_of(page, "<section class=\"class-row\">"), 1U);
  EXPECT_EQ(count_of(page, "<h4>"), 0U);
  EXPECT_EQ(count_of(page, "<b>point 0</b> <span>train</span>"), 1U);
}

// --- parts that are there or not

TEST(Kinds, WithoutRestClassThereIsAConfidenceAndNeitherWordCurvesNorStreaming) {
  const std::string page = seen(drawn_kind("image"));
  EXPECT_EQ(count_of(page, "Say nothing below this confidence"), 1U);
  EXPECT_EQ(count_of(page, "no answer</span>"), 1U);
  EXPECT_EQ(count_of(page, "id=\"picker-word\""), 0U);
  for (const char* part : {"<h3>DET", "<h3>ROC", "streaming", "Type I", "no reaction"})
    EXPECT_EQ(count_of(page, part), 0U) << part;
  EXPECT_EQ(count_of(page, "<h3>Calibration"), 1U);
  EXPECT_EQ(count_of(page, "<h3>By group"), 1U);
}

TEST(Kinds, OfTwoClassesOneCurveIsDrawn) {
  const std::string page = seen(drawn_kind("person"));
  EXPECT_EQ(count_of(page, "<h3>ROC"), 1U);
  EXPECT_EQ(count_of(page, "among the first two"), 0U);  // of two classes always
}

TEST(Kinds, ARestClassBringsBackTheTwoErrorsInOtherWords) {
  DrawnTask task = motion_task();
  task.labels = {"unknown", "wave", "clap"};
  const std::string page = seen(drawn_classifier(task));
  EXPECT_EQ(count_of(page, "it reacts although there was nothing to react to"), 1U);
  EXPECT_EQ(count_of(page, "<option value=\"-1\""), 1U);
  EXPECT_EQ(count_of(page, ">all classes</option>"), 1U);
  EXPECT_EQ(count_of(page, "<h3>DET"), 1U);
  EXPECT_EQ(count_of(page, "streaming"), 0U);
}

TEST(Kinds, AccuracyIsDrawnOnlyWhereThereIsOne) {
  EXPECT_EQ(accuracy_chart(*drawn_kind("sine").training), "");
  EXPECT_NE(loss_chart(*drawn_kind("sine").training), "");
  EXPECT_EQ(count_of(seen(drawn_kind("heart")), "<h3>Accuracy"), 0U);
  EXPECT_EQ(count_of(seen(drawn_kind("motion")), "<h3>Accuracy"), 1U);
  EXPECT_EQ(count_of(seen(drawn_kind("machine")), "<h3>Loss"), 0U);  // nothing was trained
}

TEST(Kinds, ARowThatStandsForItselfHasNoPeopleColumn) {
  const std::string page = seen(drawn_kind("table"));
  EXPECT_EQ(count_of(page, ">Rows per split<"), 1U);
  EXPECT_EQ(count_of(page, "too sure of itself"), 0U);
  EXPECT_EQ(count_of(seen(drawn_kind("motion")), ">Windows and people per split<"), 1U);
}

// --- regression

TEST(Kinds, ARegressionShowsScatterResidualsAndItsNumbers) {
  const std::string page = seen(drawn_kind("rent"));
  EXPECT_EQ(count_of(page, "mean absolute error, int8"), 1U);
  EXPECT_EQ(count_of(page, "<h3>Predicted rent</h3>"), 1U);
  EXPECT_EQ(count_of(page, "<h3>How far off, area</h3>"), 1U);
  EXPECT_EQ(count_of(page, "<h3>The curve"), 0U);
  EXPECT_EQ(count_of(page, "Only one town is in the data."), 2U);  // evaluate and card
  EXPECT_EQ(count_of(page, "id=\"picker\""), 0U);
}

TEST(Kinds, AFunctionOfOneNumberShowsItsCurveAndATinyModelAllOfItself) {
  const std::string page = seen(drawn_kind("neuron"));
  EXPECT_EQ(count_of(page, "<h3>The curve"), 1U);
  EXPECT_EQ(count_of(page, "<code>w = 1.99, b = -0.98</code>"), 1U);
  EXPECT_EQ(count_of(page, "<h3>Predicted"), 0U);
}

TEST(Kinds, ResidualsFallIntoBinsAroundZero) {
  RegressionTarget target;
  target.name = "y";
  target.points = {{1.0, 1.0}, {2.0, 1.0}, {0.0, 1.0}, {1.0, 1.0}};  // off by 0, 1, -1, 0
  const std::string chart = residual_chart(target);
  EXPECT_EQ(count_of(chart, ": 2</title>"), 1U);  // both zeros share the middle bin
  EXPECT_EQ(count_of(chart, ": 1</title>"), 2U);  // the outer two
}

TEST(Kinds, ManyPointsAreThinnedAndStrangeOnesDoNotStopIt) {
  RegressionTarget target = drawn_target("y", "", 1.0, 5000);
  EXPECT_EQ(count_of(scatter_chart(target), "<circle"), kMostPoints);
  target.points[0].predicted = std::numeric_limits<double>::quiet_NaN();
  target.points[1].truth = std::numeric_limits<double>::infinity();
  EXPECT_NE(residual_chart(target), "");
  EXPECT_EQ(count_of(scatter_chart(target), "nan"), 0U);
}

TEST(Kinds, AnR2ThatIsNoNumberIsADash) {
  RunReport report = drawn_kind("rent");
  report.regression->targets[0].r2 = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(seen(report).find("R\xC2\xB2 is \xE2\x80\x93"), std::string::npos);
}

// --- anomaly

TEST(Kinds, AnAnomalyDetectorShowsHillsThresholdAndReconstructions) {
  const std::string page = seen(drawn_kind("heart"));
  EXPECT_EQ(count_of(page, "id=\"anomaly-line\""), 1U);
  EXPECT_EQ(count_of(page, "id=\"anomaly-threshold\""), 1U);
  EXPECT_EQ(count_of(page, "95th percentile of normal training scores"), 2U);  // and in the card
  EXPECT_EQ(count_of(page, "<h3>Anomalous: ecg 212"), 1U);
  EXPECT_EQ(count_of(page, "class=\"gap wrong\""), 1U);
  EXPECT_EQ(count_of(page, "are judged differently by the int8 model"), 1U);
  EXPECT_EQ(count_of(seen(drawn_kind("machine")), "What the model made of it"), 0U);
  EXPECT_EQ(count_of(seen(drawn_kind("machine")), "<th scope=\"row\">fan 6</th>"), 1U);
}

TEST(Kinds, ScoresOverDecadesGetALogarithmicAxis) {
  AnomalySummary a;
  a.threshold = 10.0;
  a.normal_scores = {1.0, 1.0, 1.0, 1.0};
  a.anomalous_scores = {1000.0};
  EXPECT_NE(score_frame(a).find("data-log=\"1\""), std::string::npos);
  EXPECT_NEAR(score_position(a, 10.0), 1.0 / 3.0, 1e-12);  // log 10 of log 1000
  a.normal_scores[0] = 0.0;                                // no logarithm
  EXPECT_NE(score_frame(a).find("data-log=\"0\""), std::string::npos);
  EXPECT_NEAR(score_position(a, 10.0), 0.01, 1e-12);
}

TEST(Kinds, ScoresThatAreNoNumbersAreDrawnWithoutHarm) {
  AnomalySummary a;
  a.normal_scores = {std::numeric_limits<double>::quiet_NaN(),
                     std::numeric_limits<double>::infinity()};
  a.threshold = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(count_of(score_chart(a, {}), "nan"), 0U);
  a.normal_scores = {2.0, 2.0};
  a.threshold = 2.0;
  EXPECT_DOUBLE_EQ(score_position(a, 2.0), 0.0);  // a range of one value still has a width
}

// --- optimize

TEST(Kinds, TheFormsAreComparedByWhatTheTaskMeasures) {
  EXPECT_EQ(
      count_of(seen(drawn_kind("rent")), "<th scope=\"col\" class=\"num\">mean absolute error"),
      1U);
  EXPECT_EQ(count_of(seen(drawn_kind("heart")), "<th scope=\"col\" class=\"num\">AUC</th>"), 1U);
  EXPECT_EQ(count_of(seen(drawn_kind("heart")), "macro F1"), 0U);
  EXPECT_EQ(count_of(seen(drawn_kind("motion")), "<th scope=\"col\" class=\"num\">macro F1"), 1U);
}

// --- refusals and escapes

TEST(Kinds, DamageOfTheNewPartsIsNamed) {
  const auto damaged = [](const char* kind, const auto& change) {
    nlohmann::json json = report_to_json(drawn_kind(kind));
    change(json);
    return refusal(json);
  };
  using Json = nlohmann::json;
  EXPECT_NE(damaged("image", [](Json& j) { j["examples"][0]["picture"] = "AAAA"; })
                .find("the picture of an example of 'cup' is no PNG"),
            std::string::npos);
  EXPECT_NE(damaged("image", [](Json& j) { j["examples"][0]["model_picture"] = "!"; })
                .find("the model's picture of an example of 'cup' is no PNG"),
            std::string::npos);
  EXPECT_NE(damaged("image", [](Json& j) { j["training"]["augmentation"] = "AAAA"; })
                .find("the sheet of augmentation is no PNG"),
            std::string::npos);
  EXPECT_NE(damaged("motion",
                    [](Json& j) {
                      Json& traces = j["examples"][0]["traces"];
                      for (int i = 0; i < 6; ++i) traces.push_back(traces[0]);
                    })
                .find("an example of 'rest' has 12 traces, at most 9 can be drawn"),
            std::string::npos);
  EXPECT_NE(
      damaged("rent", [](Json& j) { j["regression"]["targets"][0].erase("rmse"); }).find("rmse"),
      std::string::npos);
  EXPECT_NE(damaged("heart", [](Json& j) { j["anomaly"].erase("pauc"); }).find("pauc"),
            std::string::npos);
  EXPECT_NE(damaged("heart", [](Json& j) { j["anomaly"]["reconstructions"][0]["input"] = {1.0}; })
                .find("the reconstruction of 'ecg 17' has 140 values, its input 1"),
            std::string::npos);
  EXPECT_NE(damaged("image", [](Json& j) { j["wording"].erase("items"); }).find("items"),
            std::string::npos);
}

TEST(Kinds, AReportOfAnOlderVersionIsAKeywordsReport) {
  nlohmann::json json = report_to_json(drawn_report());
  json.erase("wording");
  json["evaluation"].erase("wording");
  json["features"].erase("shape");
  json["training"].erase("augmentation");
  for (nlohmann::json& form : json["optimize"]["forms"])
    for (const char* later : {"metric", "value", "unit"}) form.erase(later);
  const Result<RunReport> back = report_from_json(json);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(html_report(back.value()), html_report(drawn_report()));
}

TEST(Kinds, ForeignTextIsNeverMarkup) {
  const std::string evil = "<img src=x onerror=alert(1)>\"'&";
  RunReport image = drawn_kind("image");
  image.wording.items = image.wording.item = image.wording.gallery_title = evil;
  image.wording.does = image.wording.synthetic_tag = image.wording.evaluate_lede = evil;
  image.evaluation->wording = image.wording;
  image.evaluation->wording.answer_was = image.evaluation->wording.alike = evil;
  image.examples[0].speaker = image.examples[0].split = image.features->shape = evil;
  RunReport motion = drawn_kind("motion");
  motion.examples[0].traces[0].name = motion.examples[0].label = evil;
  RunReport table = drawn_kind("table");
  table.examples[0].row[0] = {evil, evil};
  RunReport rent = drawn_kind("rent");
  rent.regression->targets[0].name = rent.regression->targets[0].unit = evil;
  rent.regression->weights = rent.regression->input_name = evil;
  rent.optimize->forms[0].metric = rent.optimize->forms[0].unit = evil;
  RunReport heart = drawn_kind("heart");
  heart.anomaly->threshold_rule = heart.anomaly->score_name = heart.anomaly->interval.method = evil;
  heart.anomaly->reconstructions[0].name = evil;
  heart.anomaly->groups = {{evil, 1, 1, 0.5, 0.5}};
  for (const RunReport* report : {&image, &motion, &table, &rent, &heart}) {
    const std::string page = html_report(*report);
    EXPECT_EQ(count_of(page, "<img src=x"), 0U) << report->project;
    EXPECT_GT(count_of(page, "&lt;img src=x onerror"), 1U) << report->project;
  }
}

TEST(Kinds, PicturesAreLeftOutWhenThePageGrowsTooLarge) {
  RunReport report = drawn_kind("image");
  const std::vector<ExampleClip> once = report.examples;
  for (int i = 0; i < 5; ++i)
    report.examples.insert(report.examples.end(), once.begin(), once.end());
  const std::string page = html_report(report);
  EXPECT_LE(page.size(), kPageBudgetBytes);
  EXPECT_LT(count_of(page, "alt=\"The model&#39;s view of"), report.examples.size());
  EXPECT_GT(count_of(page, "alt=\"An example of"), once.size());
}

// To look at the pages: TADPOLE_REPORT_SAMPLES=/tmp/pages <this program>. The numbers are drawn,
// not measured.
TEST(Kinds, WritesSamplesToLookAtWhenAskedTo) {
  const char* folder = std::getenv("TADPOLE_REPORT_SAMPLES");
  if (folder == nullptr) GTEST_SKIP() << "set TADPOLE_REPORT_SAMPLES to a folder to get pages";
  for (const DrawnKind& kind : drawn_kinds())
    ASSERT_TRUE(write_report(kind.report, Path(folder) / kind.name).ok());
}

}  // namespace
}  // namespace tadpole
