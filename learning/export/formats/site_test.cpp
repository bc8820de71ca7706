// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export_test.h"

namespace tadpole::learning {
namespace {

class SiteTest : public ExportTest {
 protected:
  std::string page() {
    EXPECT_EQ(refusal("site", "site"), "");
    return text_at("site/units/birdsongs.html");
  }
  static bool has(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
  }
};

TEST_F(SiteTest, links_and_pictures_lead_to_files_beside_it) {
  const std::string text = page();
  EXPECT_TRUE(has(text, "<a href=\"../units/owlsnight.html\">the owls</a>"));
  EXPECT_TRUE(has(text, "<a href=\"../glossary.html#idea-pitch\">pitch</a>"));
  EXPECT_TRUE(has(text, "<a>fish</a>"));  // a unit of another course
  EXPECT_TRUE(has(text, "<img src=\"../media/bird.svg\" alt=\"a bird\" />"));
  EXPECT_FALSE(has(text, "\"/"));  // no address from the root: it opens from a folder
  EXPECT_EQ(text_at("site/media/bird.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
  EXPECT_EQ(text_at("site/media/song.vtt"), "WEBVTT\n");
  EXPECT_TRUE(has(text, "rel=\"next\" href=\"../units/owlsnight.html\""));
  EXPECT_FALSE(has(text, "rel=\"prev\""));
  EXPECT_TRUE(
      has(text_at("site/index.html"), "<a href=\"units/birdsongs.html\">Songs &amp; calls"));
  EXPECT_TRUE(has(text_at("site/glossary.html"), "<dt id=\"idea-pitch\">Pitch</dt>"));
  EXPECT_TRUE(has(text_at("site/glossary.html"), "How &lt;high&gt; it is."));
}

TEST_F(SiteTest, formulas_are_set_by_katex_that_lies_beside_it) {
  const std::string text = page();
  EXPECT_TRUE(has(text, "<span class=\"math\">f &lt; 2</span>"));
  EXPECT_TRUE(has(text, "<script src=\"../katex/katex.min.js\"></script>"));
  EXPECT_EQ(text_at("site/katex/fonts/a.woff2"), "wOF2");
  EXPECT_FALSE(has(text_at("site/units/owlsnight.html"), "katex"));
  EXPECT_TRUE(has(text_at("site/formulas.js"), "katex.render"));
}

TEST_F(SiteTest, answers_hints_and_solutions_are_folded_in) {
  const std::string text = page();
  EXPECT_TRUE(has(text, " ms</strong></p>\n<ul class=\"why\">"));
  EXPECT_TRUE(has(text, "<summary>Hint</summary>\n<p>Listen.</p>"));
  EXPECT_TRUE(has(text, "Stones &lt;never&gt; sing."));
  EXPECT_TRUE(has(text, "return a + b  # &lt;sum&gt;"));
  EXPECT_TRUE(has(text, "<summary>Solution</summary>\n<p>At dawn.</p>"));
  EXPECT_TRUE(has(text, "names a reason (2 points)"));
  EXPECT_TRUE(has(text, "Lab: bird-lab"));
  EXPECT_TRUE(has(text, "<code>http://localhost:8080/units/birdsongs#birdsongs.lab1</code>"));
  EXPECT_TRUE(has(text, "We begin &lt;here&gt;."));
  EXPECT_TRUE(has(text, "<track kind=\"captions\""));
}

TEST_F(SiteTest, a_test_and_the_teachers_page_are_not_published) {
  page();
  EXPECT_FALSE(has(text_at("site/units/birdtest.html"), "secret"));
  EXPECT_TRUE(has(text_at("site/units/birdtest.html"), "a teacher opens them for a class"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(at("site"))) {
    if (entry.is_regular_file()) {
      EXPECT_FALSE(has(read_text(entry.path()).value(), "A drawing.")) << entry.path();
    }
  }
}

TEST_F(SiteTest, questions_that_count_for_the_certificate_are_left_out_with_their_answers) {
  write("1-birds/01-songs/01-a/section.yaml",
        "id: bsec1\ntitle: Hearing\ntype: quiz\ntrack: certificate\nunits: [01-songs, 02-owls]\n");
  ASSERT_EQ(refusal("site", "counted"), "");
  const std::string text = text_at("counted/units/birdsongs.html");
  EXPECT_FALSE(has(text, "Which sings?"));
  EXPECT_FALSE(has(text, "Wrens sing at"));
  EXPECT_TRUE(has(text, "count for the certificate"));
  EXPECT_TRUE(has(text, "A nest"));  // the rest of the unit stays
}

TEST_F(SiteTest, the_licence_of_the_texts_stands_under_each_page) {
  write("program.yaml", "id: p1\ntitle: Nature\nlicence: CC BY 4.0\ncourses: [1-birds, 2-fish]\n");
  ASSERT_EQ(refusal("site", "licensed"), "");
  EXPECT_TRUE(has(text_at("licensed/units/owlsnight.html"), "Text: CC BY 4.0"));
  ASSERT_EQ(refusal("pdf", "licensed.html"), "");
  EXPECT_TRUE(has(text_at("licensed.html"), "<p>Text: CC BY 4.0</p>"));
}

}  // namespace
}  // namespace tadpole::learning
