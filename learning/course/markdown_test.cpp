// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

TEST(Markdown, paragraphs_tables_and_code_become_html) {
  EXPECT_EQ(html_of("A **b** `c`"), "<p>A <strong>b</strong> <code>c</code></p>\n");
  EXPECT_NE(html_of("| a | b |\n|---|---|\n| 1 | 2 |").find("<td>2</td>"), std::string::npos);
}

TEST(Markdown, no_html_of_the_author_goes_through) {
  for (const char* text :
       {"<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))",
        "[x](data:text/html,hi)", "![x](javascript:alert(1))", "$<img src=x>$"}) {
    const std::string html = html_of(text);
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
    EXPECT_EQ(html.find("<img src=x"), std::string::npos) << html;
    EXPECT_EQ(html.find("javascript:"), std::string::npos) << html;
    EXPECT_EQ(html.find("data:text"), std::string::npos) << html;
  }
}

TEST(Markdown, formulas_keep_their_signs) {
  EXPECT_EQ(html_of("so $a_1 * b_2 < c$ it is"),
            "<p>so <span class=\"math\">a_1 * b_2 &lt; c</span> it is</p>\n");
  EXPECT_EQ(html_of("$$\nL = \\frac{1}{n}\n$$"),
            "<div class=\"math display\">L = \\frac{1}{n}</div>\n");
  EXPECT_EQ(html_of("`$x$` costs $5 or $ 6"), "<p><code>$x$</code> costs $5 or $ 6</p>\n");
  EXPECT_EQ(html_of("\\$a\\$"), "<p>$a$</p>\n");
}

TEST(Markdown, links_to_units_and_pictures_go_where_they_are_served) {
  EXPECT_NE(html_of("[first](unit:w1chip)").find("href=\"/units/w1chip\""), std::string::npos);
  EXPECT_NE(html_of("![a chip](chip.svg)").find("src=\"/media/chip.svg\" alt=\"a chip\""),
            std::string::npos);
  EXPECT_NE(html_of("[web](https://example.org)").find("href=\"https://example.org\""),
            std::string::npos);
}

TEST(Markdown, the_words_alone_can_be_searched) {
  EXPECT_EQ(plain_of("# Loss\n\nHow **wrong** [is](unit:x) it?\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            "Loss How wrong is it?a b 1 2");
}

TEST(Markdown, what_a_text_points_to_is_listed) {
  const std::vector<Link> links = links_in("See\n[a](unit:x) and ![](b.svg)\n\n<b>bold</b>");
  ASSERT_GE(links.size(), 3U);
  EXPECT_EQ(links[0].url, "unit:x");
  EXPECT_EQ(links[1].kind, Link::Kind::picture);
  EXPECT_EQ(links[1].text, "");
  EXPECT_EQ(links[2].kind, Link::Kind::html);
  EXPECT_EQ(links[2].line, 4);
}

}  // namespace
}  // namespace tadpole::learning
