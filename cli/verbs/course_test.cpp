// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, course_begins_checks_and_tells_mistakes_by_file_and_line) {
  EXPECT_EQ(run_line({"course", "new", "course", at("c/1-birds"), "--title", "Birds"}).status, 0);
  const Printed good = run_line({"course", "check", at("c"), "--json"});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_EQ(good.json()["units"], 1);
  ASSERT_TRUE(
      write_file(at("c/1-birds/course.yaml"), "id: birds1\ntitle: Birds\nchapters: [02-none]\n")
          .ok());
  const Printed bad = run_line({"course", "check", at("c")});
  EXPECT_EQ(bad.status, 1);
  EXPECT_NE(bad.err.find("1-birds/02-none/chapter.yaml:1: error: the file is missing"),
            std::string::npos)
      << bad.err;
}

TEST_F(VerbTest, course_seals_the_keys_of_a_test_and_opens_them_again) {
  ASSERT_EQ(run_line({"course", "new", "course", at("c/1-birds")}).status, 0);
  const Path section = Path(at("c")) / "1-birds/01-welcome/01-begin";
  const std::string open = read_text(section / "section.yaml").value();
  std::string test = open;
  test.replace(test.find("type: lesson"), 12, "type: test");
  ASSERT_TRUE(write_file(section / "section.yaml", test).ok());
  const std::string id = test.substr(test.find("id: ") + 4, test.find('\n') - 4);
  const std::string unit = read_text(section / "01-first.md").value();
  EXPECT_NE(run_line({"course", "seal", at("c"), id}).err.find("takes a passphrase"),
            std::string::npos);
  ASSERT_TRUE(write_file(at("words"), "frogs in the pond\n").ok());
  EXPECT_EQ(run_line({"course", "seal", at("c"), id, "--passphrase-file", at("words")}).status, 0);
  EXPECT_EQ(read_text(section / "01-first.md").value().find("[x]"), std::string::npos);
  EXPECT_EQ(run_line({"course", "check", at("c")}).status, 0);
  EXPECT_EQ(run_line({"course", "unseal", at("c"), id, "--passphrase-file", at("words")}).status,
            0);
  EXPECT_EQ(read_text(section / "01-first.md").value(), unit);
}

TEST_F(VerbTest, course_exports_the_courses_of_the_program_and_says_what_it_wrote) {
  const Printed site =
      run_line({"course", "export", "--course", "fundamentals", "--output", at("site"), "--json"});
  ASSERT_EQ(site.status, 0) << site.err;
  EXPECT_GT(site.json()["units"], 10);
  EXPECT_TRUE(std::filesystem::exists(at("site/index.html")));
  EXPECT_TRUE(std::filesystem::exists(at("site/units/w1chip.html")));
  ASSERT_EQ(run_line({"course", "new", "course", at("c/1-birds"), "--title", "Birds"}).status, 0);
  const Printed olx =
      run_line({"course", "export", at("c"), "--format", "olx", "--output", at("birds.tar.gz")});
  EXPECT_EQ(olx.status, 0) << olx.err;
  EXPECT_NE(olx.out.find("written: " + at("birds.tar.gz")), std::string::npos) << olx.out;
  EXPECT_NE(run_line({"course", "export", at("c"), "--output", at("site")})
                .err.find("already; remove it, or give another --output"),
            std::string::npos);
  EXPECT_NE(run_line({"course", "export", at("c")}).err.find("say where the export shall go"),
            std::string::npos);
  const Printed bad =
      run_line({"course", "export", at("c"), "--format", "sight", "--output", at("x")});
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.err.find("take one of olx, pdf, site, slides, teacher"), std::string::npos)
      << bad.err;
}

TEST_F(VerbTest, course_says_what_it_cannot_do) {
  EXPECT_EQ(run_line({"course", "paint"}).status, 2);
  EXPECT_NE(run_line({"course", "check", at("none")}).err.find("no program.yaml"),
            std::string::npos);
  EXPECT_NE(run_line({"course", "new", "book", at("x")}).err.find("say unit, chapter or course"),
            std::string::npos);
  EXPECT_NE(run_line({"course", "seal", "c"}).err.find("say which test"), std::string::npos);
  EXPECT_NE(run_line({"course", "new", "unit"}).err.find("say what to begin and where"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
