// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

const char* const kPage =
    "---\nminutes: 45\n---\n## Aim\nTo *add*.\n\n## You need\n- Paper.\n\n## Timings\n| Minutes | "
    "What |\n|---|---|\n| 45 | All |\n\n## What learners get wrong\n- Little.\n\n## Exercise on "
    "paper\n1. 1 + 1\n\n## Answers\n1. 2\n";

std::string problems_of(const std::string& text) {
  Section section;
  std::vector<Problem> problems;
  read_teach_page(text, "c/s/teach.md", section, problems);
  check_teach_page(section, problems);
  std::string all;
  for (const Problem& one : problems) all += text_of(one) + "\n";
  return all;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(TeachPage, has_its_minutes_and_its_text_and_nothing_to_remark) {
  Section section;
  std::vector<Problem> problems;
  read_teach_page(kPage, "c/s/teach.md", section, problems);
  EXPECT_EQ(section.teach_minutes, 45);
  EXPECT_NE(section.teach_html.find("<h2>Aim</h2>\n<p>To <em>add</em>.</p>"), std::string::npos);
  EXPECT_EQ(section.teach_place.line, 4);
  EXPECT_EQ(problems_of(kPage), "");
}

TEST(TeachPage, what_is_missing_is_told_with_its_line) {
  EXPECT_EQ(problems_of(with(kPage, "## Timings", "## Times")),
            "c/s/teach.md:4: error: the teacher's page has no part '## Timings'; it has six: Aim, "
            "You need, Timings, What learners get wrong, Exercise on paper, Answers\n");
  EXPECT_EQ(problems_of(with(kPage, "1. 2\n", "")),
            "c/s/teach.md:21: error: there is nothing under '## Answers'; write it\n");
  EXPECT_EQ(problems_of(with(kPage, "---\nminutes: 45\n---\n", "")),
            "c/s/teach.md:1: error: the teacher's page does not say how long the section takes; "
            "begin it with ---, minutes: 45 and ---\n");
  EXPECT_NE(problems_of(with(kPage, "minutes: 45", "minuts: 45"))
                .find("c/s/teach.md:2: error: there is no key 'minuts' here (did you mean "
                      "'minutes'?)"),
            std::string::npos)
      << problems_of(with(kPage, "minutes: 45", "minuts: 45"));
}

TEST(TeachPage, needs_no_title_of_its_own) {
  EXPECT_EQ(problems_of(with(kPage, "## Aim", "# Sums\n\n## Aim")),
            "c/s/teach.md:4: warning: the page shows the section's title by itself; remove this "
            "heading\n");
}

class TeachFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("tadpole_teach_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    write("program.yaml", "id: p1\ntitle: P\ncourses: [c]\n");
    write("c/course.yaml", "id: c1\ntitle: C\nchapters: [a]\n");
    write("c/a/chapter.yaml", "id: ch1\ntitle: A\nsections: [s]\n");
    write("c/a/s/section.yaml", "id: sec1\ntitle: S\nunits: [one]\n");
    write("c/a/s/one.md", "---\nid: unitone\ntitle: One\n---\nText.\n");
    write("c/a/s/teach.md", kPage);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& file, const std::string& text) {
    ASSERT_TRUE(write_file(folder_ / file, text).ok());
  }
  std::string errors() const {
    std::string all;
    for (const Problem& one : check_program(read_program(folder_).value(), Depth::text))
      all += text_of(one) + "\n";
    return all;
  }
  Path folder_;
};

TEST_F(TeachFiles, stand_beside_the_section_and_their_links_are_followed) {
  EXPECT_EQ(errors(), "");
  EXPECT_EQ(read_program(folder_).value().program.units().front().section->teach_minutes, 45);
  write("c/a/s/teach.md", with(kPage, "To *add*.", "To [add](unit:nowhere)."));
  EXPECT_EQ(errors(), "c/a/s/teach.md:5: error: there is no unit 'nowhere' to link to\n");
}

TEST_F(TeachFiles, elsewhere_they_belong_to_no_section) {
  write("c/a/teach.md", kPage);
  EXPECT_EQ(errors(),
            "c/a/teach.md:1: error: this teacher's page belongs to no section; put it beside the "
            "section.yaml of a section that its chapter lists\n");
}

}  // namespace
}  // namespace tadpole::learning
