// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"
#include "learning/export/export_test.h"
#include "learning/export/olx_rules_test.h"
#include "learning/export/xml_test_reader.h"

namespace tadpole::learning {
namespace {

class OlxTest : public ExportTest {
 protected:
  void make() { ASSERT_EQ(refusal("olx", "olx"), ""); }
  XmlElement xml(const std::string& file) const {
    XmlElement root;
    const std::string text = text_at("olx/" + file);
    EXPECT_EQ(XmlTestReader(text).read(root), "") << file << "\n" << text;
    return root;
  }
};

TEST_F(OlxTest, every_xml_file_is_well_formed_and_every_child_is_there) {
  make();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(at("olx"))) {
    if (entry.path().extension() != ".xml") continue;
    ++files;
    const std::string file = std::filesystem::relative(entry.path(), at("olx")).string();
    for (const XmlElement& child : xml(file).children) {
      const auto name = child.attributes.find("url_name");
      if (name == child.attributes.end()) continue;
      const std::string wanted = "olx/" + child.name + "/" + name->second + ".xml";
      EXPECT_TRUE(std::filesystem::exists(at(wanted))) << wanted << " of " << file;
    }
  }
  EXPECT_GT(files, 25);  // the made course has some twenty blocks
}

TEST_F(OlxTest, the_courses_of_this_project_keep_them_too) {
  const ReadProgram read = read_program(Path(TADPOLE_SOURCE_DIR) / "courses").value();
  SilentProgress progress;
  std::vector<std::string> remarks;
  for (const Course& course : read.program.courses) {
    const ExportOptions options = {.course = course.id, .format = "olx", .output = at("x")};
    const auto files =
        make_format("olx")->files({read.program, course, options, progress, remarks}).value();
    EXPECT_GT(files.size(), 300U);  // some 90 units
    EXPECT_EQ(OlxRules(files).broken(), std::vector<std::string>());
  }
}

TEST_F(OlxTest, an_export_keeps_the_rules_of_a_course) {
  make();
  FileSet files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(at("olx"))) {
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), at("olx")).string()] =
          read_text(entry.path()).value();
  }
  EXPECT_EQ(OlxRules(files).broken(), std::vector<std::string>());
  // And the rules see what breaks them.
  const auto broken_by = [&](const std::string& file, const std::string& from,
                             const std::string& to) {
    FileSet changed = files;
    std::string& text = changed.at(file);
    EXPECT_NE(text.find(from), std::string::npos) << text;
    text.replace(text.find(from), from.size(), to);
    std::string all;
    for (const std::string& one : OlxRules(changed).broken()) all += one + "\n";
    return all;
  };
  EXPECT_NE(broken_by("vertical/birdsongs.xml", "birdsongs_q2", "birdsongs_q1")
                .find("problem/birdsongs_q1.xml: its url_name stands twice"),
            std::string::npos);
  EXPECT_NE(broken_by("html/birdsongs_f1.html", "bird.svg", "cat.svg")
                .find("html/birdsongs_f1.html: shows cat.svg, which is missing"),
            std::string::npos);
  EXPECT_NE(broken_by("problem/birdsongs_q4.xml", "answer=\"wren\"", "answer=\"<wren\"")
                .find("problem/birdsongs_q4.xml: a < in a text"),
            std::string::npos);
  EXPECT_NE(broken_by("sequential/bsec1.xml", "Quiz", "Homework")
                .find("its types are not the formats of the sections"),
            std::string::npos);
}

// libxml2 is another pair of eyes.
TEST_F(OlxTest, xmllint_finds_every_xml_file_well_formed) {
  const std::string xmllint = find_program("xmllint");
  if (xmllint.empty()) GTEST_SKIP() << "no xmllint here (Debian: libxml2-utils)";
  make();
  std::vector<std::string> line = {xmllint, "--noout"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(at("olx"))) {
    if (entry.path().extension() == ".xml") line.push_back(entry.path().string());
  }
  const auto run = run_process(line, {}).value();
  EXPECT_EQ(run.exit_code, 0) << run.errors;
}

TEST_F(OlxTest, a_course_has_chapters_sequentials_and_verticals_with_their_grading) {
  make();
  EXPECT_EQ(xml("course.xml").attributes.at("course"), "birds");
  const XmlElement course = xml("course/course.xml");
  EXPECT_EQ(course.attributes.at("display_name"), "Birds & more");
  EXPECT_EQ(course.children.size(), 2U);  // and the glossary
  EXPECT_EQ(xml("sequential/bsec1.xml").attributes.at("format"), "Quiz");
  const Json grading = Json::parse(text_at("olx/policies/course/grading_policy.json"));
  EXPECT_EQ(grading["GRADER"][0]["type"], "Quiz");
  EXPECT_EQ(grading["GRADER"][0]["weight"], 0.25);  // 1 of 1 + 3
  EXPECT_EQ(xml("vertical/birdsongs.xml").children.front().name, "html");
}

TEST_F(OlxTest, one_of_several_becomes_a_multiple_choice_with_hints_and_explanation) {
  make();
  const XmlElement problem = xml("problem/birdsongs_q1.xml");
  EXPECT_EQ(problem.attributes.at("max_attempts"), "2");
  EXPECT_EQ(problem.attributes.at("showanswer"), "finished");
  EXPECT_EQ(problem.attributes.at("weight"), "2");
  const XmlElement& group = *problem.find("choicegroup");
  EXPECT_EQ(group.attributes.at("shuffle"), "true");
  EXPECT_EQ(group.children[0].attributes.at("correct"), "true");
  EXPECT_EQ(group.children[1].find("choicehint")->text, "Stones <never> sing.");
  EXPECT_EQ(problem.find("hint")->text, "Listen.");
  EXPECT_NE(text_at("olx/problem/birdsongs_q1.xml").find("Wrens sing at \\(90\\) dB."),
            std::string::npos);
}

TEST_F(OlxTest, several_of_several_count_every_decision_as_here) {
  make();
  const XmlElement problem = xml("problem/birdsongs_q2.xml");
  EXPECT_EQ(problem.find("choiceresponse")->attributes.at("partial_credit"), "EDC");
  EXPECT_EQ(problem.find("checkboxgroup")->children.size(), 3U);
}

TEST_F(OlxTest, a_number_has_its_tolerance_unit_and_one_draw) {
  make();
  const XmlElement problem = xml("problem/birdsongs_q3.xml");
  const std::string answer = problem.find("numericalresponse")->attributes.at("answer");
  const int n = std::stoi(problem.find("p")->text);  // "{n} songs of {n} ms"
  EXPECT_GE(n, 2);
  EXPECT_EQ(answer, std::to_string(n * n));
  EXPECT_EQ(problem.find("responseparam")->attributes.at("default"), "5%");
  EXPECT_EQ(problem.find("formulaequationinput")->attributes.at("trailing_text"), "ms");
  EXPECT_NE(text_at("olx/problem/birdsongs_q3.xml").find(std::to_string(2 * n) + ": That is"),
            std::string::npos);
}

TEST_F(OlxTest, a_word_has_other_spellings_and_known_mistakes) {
  make();
  const XmlElement problem = xml("problem/birdsongs_q4.xml");
  EXPECT_EQ(problem.find("stringresponse")->attributes.at("answer"), "wren");
  EXPECT_EQ(problem.find("additional_answer")->attributes.at("answer"), "the wren");
  EXPECT_EQ(problem.find("stringequalhint")->text, "Too quiet.");
}

TEST_F(OlxTest, other_questions_labs_and_pictures_go_as_text) {
  make();
  const std::string matching = text_at("olx/html/birdsongs_q5.html");
  EXPECT_NE(matching.find("<summary>Answer</summary>"), std::string::npos) << matching;
  EXPECT_NE(text_at("olx/html/birdsongs_lab1.html").find("tadpole serve"), std::string::npos);
  EXPECT_NE(text_at("olx/html/birdsongs_f1.html").find("src=\"/static/bird.svg\""),
            std::string::npos);
  EXPECT_EQ(text_at("olx/static/bird.svg"), text_at("courses/assets/bird.svg"));
  EXPECT_EQ(xml("discussion/birdsongs_d1_talk.xml").attributes.at("discussion_target"),
            "Songs & calls");
  const XmlElement vertical = xml("vertical/birdsongs.xml");
  const std::string text =
      text_at("olx/html/" + vertical.children.front().attributes.at("url_name") + ".html");
  EXPECT_NE(text.find("\\(f &lt; 2\\)"), std::string::npos) << text;
  EXPECT_NE(text.find("\\[E = mc^2\\]"), std::string::npos) << text;
  EXPECT_NE(text.find("href=\"/jump_to_id/owlsnight\""), std::string::npos) << text;
}

TEST_F(OlxTest, sealed_keys_stay_sealed_and_it_is_said) {
  write("1-birds/01-songs/02-test/01-test.md",
        "---\nid: birdtest\ntitle: The test\nkind: test\n---\n:::item {#q1 sealed}\nWhich?\n[ ] "
        "this\n[ ] that\n:::\n");
  const Result<Exported> made = exported("olx", "olx");
  ASSERT_TRUE(made.ok()) << made.error().message;
  ASSERT_EQ(made.value().remarks.size(), 1U);
  EXPECT_EQ(
      made.value().remarks[0],
      "1 question has sealed keys and went as text; 'tadpole course unseal' opens them before "
      "an export.");
  EXPECT_FALSE(std::filesystem::exists(at("olx/problem/birdtest_q1.xml")));
}

TEST_F(OlxTest, an_archive_holds_it_in_one_folder) {
  ASSERT_EQ(refusal("olx", "birds.tar.gz"), "");
  if (find_program("tar").empty() || find_program("gzip").empty()) GTEST_SKIP() << "no tar here";
  const auto run = run_process({"tar", "-xzvf", "birds.tar.gz"}, {.folder = folder_}).value();
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  make();
  EXPECT_EQ(text_at("course/course/course.xml"), text_at("olx/course/course.xml"));
  EXPECT_EQ(text_at("course/problem/birdsongs_q1.xml"), text_at("olx/problem/birdsongs_q1.xml"));
}

}  // namespace
}  // namespace tadpole::learning
