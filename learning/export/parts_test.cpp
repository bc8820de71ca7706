// SPDX-License-Identifier: Apache-2.0
// The small parts: links, formulas, questions, archives.
#include <gtest/gtest.h>

#include "learning/course/read_program.h"
#include "learning/export/frame.h"
#include "learning/export/item_html.h"
#include "learning/export/olx_problem.h"
#include "learning/export/print_pdf.h"
#include "learning/export/relink.h"
#include "learning/export/tar_gz.h"

namespace tadpole::learning {
namespace {

const Program kProgram = {};
const OwnWords kEnglish(kProgram);

Item item_of(const std::string& type, const std::string& body) {
  std::vector<ItemProblem> problems;
  Item item = parse_item("q1", body, {{"type", type}}, problems);
  EXPECT_TRUE(problems.empty()) << problems.front().sentence;
  return item;
}

TEST(Relink, moves_our_addresses_and_leaves_others) {
  const Targets to = {.unit = [](const std::string& id) { return id == "gone" ? "" : "u/" + id; },
                      .idea = [](const std::string& id) { return "#" + id; },
                      .media = [](const std::string& name) { return "m/" + name; }};
  EXPECT_EQ(relinked("<a href=\"/units/a1#q\">x</a><a href=\"/units/gone\" title=\"t\">y</a>", to),
            "<a href=\"u/a1\">x</a><a title=\"t\">y</a>");
  EXPECT_EQ(relinked("<a href=\"/concepts#loss\">x</a>", to), "<a href=\"#loss\">x</a>");
  EXPECT_EQ(relinked("<img src=\"/media/a%20%26amp;%C3%A9.svg\" alt=\"\" />", to),
            "<img src=\"m/a &amp;amp;\xC3\xA9.svg\" alt=\"\" />");
  EXPECT_EQ(relinked("<a href=\"https://x.org/units/a\">x</a> =\"/media/\"", to),
            "<a href=\"https://x.org/units/a\">x</a> =\"/media/\"");
}

TEST(Formulas, become_mathjax) {
  EXPECT_EQ(with_mathjax(html_of("a $x<1$ b\n\n$$y$$\n\nand $$z$$.")),
            "<p>a \\(x&lt;1\\) b</p>\n<p>\\[y\\]</p>\n<p>and \\[z\\].</p>\n");
}

TEST(OlxProblem, a_number_keeps_all_its_digits_and_its_other_keys) {
  const std::string xml =
      olx_problem(item_of("numeric", "Q\n= 27648123\n= 31/6\n"), "One", kEnglish);
  EXPECT_NE(xml.find("<numericalresponse answer=\"27648123\">"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<additional_answer answer=\"5.16666666667\" />"), std::string::npos);
}

TEST(DataAddress, is_base64) {  // RFC 4648, section 10
  EXPECT_EQ(data_address("a.png", "f"), "data:image/png;base64,Zg==");
  EXPECT_EQ(data_address("a.svg", "fo"), "data:image/svg+xml;base64,Zm8=");
  EXPECT_EQ(data_address("a.woff2", "foobar"), "data:font/woff2;base64,Zm9vYmFy");
}

TEST(ItemHtml, says_the_answer_of_every_type) {
  const ItemHtml single =
      item_html(item_of("single", "Q\n[ ] a\n[x] b -> Yes.\n>> Since.\n"), kEnglish);
  EXPECT_EQ(single.answer,
            "<p><strong>B</strong> b</p>\n<ul class=\"why\">\n<li><strong>B</strong> "
            "Yes.</li>\n</ul>\n<p>Since.</p>\n");
  EXPECT_EQ(item_html(item_of("multi", "Q\n[x] a\n[x] b\n[ ] c\n"), kEnglish).answer,
            "<ul>\n<li><strong>A</strong> a</li>\n<li><strong>B</strong> b</li>\n</ul>\n");
  EXPECT_EQ(item_html(item_of("text", "Q\n= <a>\n"), kEnglish).answer,
            "<p><strong>&lt;a&gt;</strong></p>\n");
  const std::string order =
      item_html(item_of("ordering", "Q\n1. one\n2. two\n3. three\n"), kEnglish).answer;
  EXPECT_LT(order.find("one"), order.find("two"));
  EXPECT_LT(order.find("two"), order.find("three"));
  const std::string pairs =
      item_html(item_of("matching", "Q\nwren | loud\nowl | quiet\n"), kEnglish).answer;
  EXPECT_NE(pairs.find("wren: <strong>"), std::string::npos) << pairs;
  EXPECT_NE(pairs.find("</strong> loud</li>"), std::string::npos) << pairs;
  EXPECT_EQ(item_html(item_of("survey", "Q\n[ ] a\n[ ] b\n"), kEnglish).answer, "");
}

TEST(TarGz, names_may_be_long_but_not_too_long) {
  const std::string folders = std::string(60, 'a') + "/" + std::string(60, 'b') + "/";
  EXPECT_TRUE(tar_gz({{folders + "c", "x"}}).ok());
  const auto refused = tar_gz({{std::string(200, 'a'), "x"}});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("does not fit into a .tar.gz"), std::string::npos);
}

TEST(Chromium, is_the_one_that_was_named) {
  EXPECT_EQ(chromium_named("/nowhere/chromium"), "");
  EXPECT_EQ(chromium_named("/bin/sh"), "/bin/sh");
  EXPECT_EQ(chromium_named("no-such-program-here"), "");
}

}  // namespace
}  // namespace tadpole::learning
