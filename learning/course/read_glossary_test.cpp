// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

std::string told(const std::string& text) {
  std::vector<Problem> problems;
  (void)read_glossary(text, "glossary.md", problems);
  std::string all;
  for (const Problem& one : problems) all += text_of(one) + "\n";
  return all;
}

TEST(Glossary, a_line_is_a_term_its_forms_and_its_explanation) {
  std::vector<Problem> problems;
  const std::vector<Term> terms = read_glossary(
      "# Glossary\n\n**Loss**: one *number*, <b>$L$</b>.\r\n\r\n"
      "**Mean** (as: the mean, mean of): the sum, divided: by how many.\n",
      "glossary.md", problems);
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(terms[0].term, "Loss");
  EXPECT_TRUE(terms[0].forms.empty());
  EXPECT_EQ(terms[0].place.line, 3);
  EXPECT_EQ(terms[0].html,
            "one <em>number</em>, <!-- raw HTML omitted --><span class=\"math\">L</span><!-- raw "
            "HTML omitted -->.");
  EXPECT_EQ(terms[1].forms, (std::vector<std::string>{"the mean", "mean of"}));
  EXPECT_EQ(terms[1].text, "the sum, divided: by how many.");
}

TEST(Glossary, a_line_of_another_form_is_told_with_its_number) {
  const std::string sentence = "' explains no term; write **Term**: explanation. in one line\n";
  for (const std::string line : {"Loss: a number", "**Loss** a number", "**Loss**:", "****: none",
                                 "**Loss** (as: ): a", "**Loss** (as: a, ): b", "**Loss** (as: a"})
    EXPECT_EQ(told("\n" + line), "glossary.md:2: error: '" + line + sentence);
}

TEST(Glossary, a_term_explained_twice_and_an_order_that_is_none_are_told) {
  EXPECT_EQ(told("**Loss**: a\n\n**loss**: b"),
            "glossary.md:3: error: the term 'loss' is explained twice; make one line of both\n");
  EXPECT_EQ(told("**Loss**: a\n\n**bias**: b"),
            "glossary.md:3: warning: 'bias' stands after 'Loss'; put the terms into the order of "
            "the alphabet\n");
  EXPECT_EQ(told("**A**: a\n**B**: b"),
            "glossary.md:2: error: a line stands right under another one; leave an empty line "
            "between terms\n");
  EXPECT_EQ(told("**Sensor**: a\n\n**SGD**: b"), "");
}

}  // namespace
}  // namespace tadpole::learning
