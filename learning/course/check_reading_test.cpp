// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

std::string told(const std::string& minutes, const std::string& text) {
  std::vector<Problem> problems, found;
  const Unit unit = read_unit("---\nid: unit01\ntitle: T\nminutes: " + minutes + "\n---\n" + text,
                              "u.md", problems);
  check_reading(unit, found);
  std::string all;
  for (const Problem& one : found) all += text_of(one) + "\n";
  return all;
}

std::string words(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "word ";
  return text;
}

TEST(CheckReading, short_sentences_pass_and_tables_are_no_sentences) {
  EXPECT_EQ(told("2", words(10) + ".\n\n| " + words(60) + " |\n|---|\n\n- " + words(12) + "\n- " +
                          words(12) + "\n\n```\n" + words(80) + "\n```\n"),
            "");
}

TEST(CheckReading, a_long_sentence_is_told_with_its_length) {
  const std::string all = told("2", "Short one. " + words(33) + "end.\n");
  EXPECT_NE(all.find("a sentence has 34 words ('word word"), std::string::npos) << all;
}

TEST(CheckReading, long_sentences_on_average_are_told) {
  EXPECT_NE(told("2", words(20) + ". " + words(20) + ".\n").find("20 words on average"),
            std::string::npos);
}

TEST(CheckReading, minutes_that_cannot_be_are_told) {
  EXPECT_NE(told("30", "Two words.\n")
                .find("states 30 minutes; its words, questions and labs take about 1"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
