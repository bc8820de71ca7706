// SPDX-License-Identifier: Apache-2.0
#include "core/report/model_card.h"

#include <gtest/gtest.h>

#include "core/report/test_kinds.h"

namespace tadpole {
namespace {

std::string lines_of(const RunReport& report, const std::string& title) {
  std::string text;
  for (const CardSection& section : model_card(report)) {
    if (section.title != title) continue;
    for (const std::string& line : section.lines) text += line + "\n";
  }
  return text;
}

TEST(ModelCard, AlwaysHasItsNineSectionsAndNoneIsEmpty) {
  for (const RunReport& report : {RunReport{}, drawn_report()}) {
    const std::vector<CardSection> card = model_card(report);
    ASSERT_EQ(card.size(), 9U);
    EXPECT_EQ(card.front().title, "Model details");
    EXPECT_EQ(card.back().title, "Caveats and recommendations");
    for (const CardSection& section : card) EXPECT_FALSE(section.lines.empty()) << section.title;
  }
}

TEST(ModelCard, StatesWhatWasNotTested) {
  RunReport report = drawn_report();
  report.evaluation->streaming.reset();
  EXPECT_NE(lines_of(report, "Factors").find("no streaming test was run"), std::string::npos);
  EXPECT_NE(lines_of(RunReport{}, "Metrics").find("was not evaluated"), std::string::npos);
  EXPECT_NE(lines_of(report, "Model details").find("Licence: not given."), std::string::npos);
}

TEST(ModelCard, GivesThresholdSpeakersAndTheLargestGap) {
  const RunReport report = drawn_report();
  EXPECT_NE(lines_of(report, "Metrics").find("Threshold 0."), std::string::npos);
  EXPECT_NE(lines_of(report, "Evaluation data").find("of 38 speakers"), std::string::npos);
  EXPECT_NE(lines_of(report, "Ethical considerations").find("the largest gap is"),
            std::string::npos);
}

TEST(ModelCard, SyntheticVoicesStandBesideEveryAccuracyAndAmongTheCaveats) {
  const RunReport report = drawn_report("synthetic");
  const std::string analyses = lines_of(report, "Quantitative analyses");
  std::size_t lines = 0;
  for (const char c : analyses) lines += c == '\n' ? 1 : 0;
  std::size_t tags = 0;
  for (std::size_t at = analyses.find("[synthetic voices]"); at != std::string::npos;
       at = analyses.find("[synthetic voices]", at + 1)) {
    ++tags;
  }
  EXPECT_EQ(tags, lines);
  EXPECT_NE(lines_of(report, "Caveats and recommendations").find("record 10 clips"),
            std::string::npos);
}

TEST(ModelCard, EveryKindHasItsNineSections) {
  for (const DrawnKind& kind : drawn_kinds()) {
    for (const CardSection& section : model_card(kind.report))
      EXPECT_FALSE(section.lines.empty()) << kind.name << ": " << section.title;
  }
}

TEST(ModelCard, PicturesMachinesAndTablesGetTheirOwnHonestSentences) {
  const struct {
    const char* kind;
    const char* section;
    const char* sentence;
  } rows[] = {
      {"person", "Ethical considerations", "a sign and a visible light are the least"},
      {"person", "Intended use", "recognising or watching a person"},
      {"machine", "Ethical considerations", "hears the people beside it too"},
      {"machine", "Intended use", "replacing a safety switch"},
      {"table", "Ethical considerations", "repeats the decisions of its time"},
      {"table", "Intended use", "deciding about a person: work, credit"},
      {"motion", "Ethical considerations", "watched at work or at school"},
      {"sine", "Ethical considerations", "No person is behind this data"},
  };
  for (const auto& row : rows) {
    EXPECT_NE(lines_of(drawn_kind(row.kind), row.section).find(row.sentence), std::string::npos)
        << row.kind;
  }
}

TEST(ModelCard, NumbersOfEveryKindStandInTheAnalyses) {
  EXPECT_NE(lines_of(drawn_kind("rent"), "Quantitative analyses").find("int8 model, rent: off by"),
            std::string::npos);
  EXPECT_NE(lines_of(drawn_kind("machine"), "Quantitative analyses").find("fan 6: AUC 0.790"),
            std::string::npos);
  EXPECT_NE(lines_of(drawn_kind("machine"), "Metrics").find("at most 10"), std::string::npos);
  EXPECT_NE(lines_of(drawn_kind("neuron"), "Model details").find("w = 1.99, b = -0.98"),
            std::string::npos);
  EXPECT_NE(lines_of(drawn_kind("table"), "Evaluation data").find("400 test rows; none of them"),
            std::string::npos);
}

TEST(ModelCard, ForeignTextCannotBecomeMarkdown) {
  RunReport report;
  report.project = "a*b|<script>\n# c";
  const std::string text = model_card_markdown(report);
  EXPECT_NE(text.find("# Model card: a\\*b\\|\\<script\\> \\# c\n"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
