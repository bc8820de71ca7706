// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export_test.h"
#include "learning/export/print_pdf.h"

namespace tadpole::learning {
namespace {

TEST_F(ExportTest, a_book_is_one_file_with_all_in_it_and_the_answers_at_its_end) {
  ASSERT_EQ(refusal("pdf", "birds.html"), "");
  const std::string text = text_at("birds.html");
  EXPECT_NE(text.find("<a href=\"#unit-owlsnight\">the owls</a>"), std::string::npos);
  EXPECT_NE(text.find("<img src=\"data:image/svg+xml;base64,PHN2Zy"), std::string::npos);
  EXPECT_NE(text.find("url(data:font/woff2;base64,d09GMg==)"), std::string::npos);  // "wOF2"
  EXPECT_EQ(text.find("<details>"), std::string::npos);
  EXPECT_EQ(text.find("<video"), std::string::npos);
  EXPECT_NE(text.find("Film: A song"), std::string::npos);
  const std::size_t answers = text.find(">Answers</h1>");
  ASSERT_NE(answers, std::string::npos);
  EXPECT_GT(text.find("Wrens sing at"), answers);
  EXPECT_GT(text.find("return a + b"), answers);
  EXPECT_EQ(text.find("secret"), std::string::npos);  // of the test
}

TEST_F(ExportTest, without_a_chromium_the_page_is_there_and_it_is_said_what_to_install) {
  const Result<Exported> made = exported("pdf", "birds.pdf");
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made.value().place, at("birds.html"));
  ASSERT_EQ(made.value().remarks.size(), 1U);
  EXPECT_NE(made.value().remarks[0].find("install chromium (or set CHROMIUM to it)"),
            std::string::npos);
  EXPECT_EQ(left(), std::vector<std::string>{"birds.html"});
}

TEST_F(ExportTest, a_chromium_that_makes_nothing_is_told) {
  chromium_ = "/bin/false";
  const std::string told = refusal("pdf", "birds.pdf");
  EXPECT_NE(told.find("Chromium (/bin/false) made no PDF"), std::string::npos) << told;
  EXPECT_EQ(left(), std::vector<std::string>());
}

TEST_F(ExportTest, chromium_prints_the_same_bytes_twice) {
  chromium_ = chromium_named("");
  if (chromium_.empty()) GTEST_SKIP() << "no Chromium here";
  const std::string told = refusal("pdf", "birds-1.pdf");
  if (!told.empty()) GTEST_SKIP() << told;  // it does not start everywhere (small machines, cages)
  ASSERT_EQ(refusal("pdf", "birds-2.pdf"), "");
  const std::string first = text_at("birds-1.pdf");
  EXPECT_TRUE(first.starts_with("%PDF-"));
  EXPECT_TRUE(first == text_at("birds-2.pdf"));  // no megabyte of differences in the log
}

}  // namespace
}  // namespace tadpole::learning
