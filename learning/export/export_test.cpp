// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export_test.h"

#include "learning/course/block_kind.h"
#include "learning/export/block_html.h"

namespace tadpole::learning {
namespace {

// All files below a place, or the file itself.
FileSet bytes_at(const Path& place) {
  if (!std::filesystem::is_directory(place)) return {{"", read_text(place).value()}};
  FileSet files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), place).string()] =
          read_text(entry.path()).value();
  }
  return files;
}

TEST_F(ExportTest, every_format_writes_the_same_bytes_twice) {
  for (const auto& [format, help] : export_formats()) {
    EXPECT_FALSE(help.empty());
    const bool document = make_format(format)->shape() == Format::Shape::document;
    const std::string ending = document ? ".html" : "";
    ASSERT_EQ(refusal(format, format + "-1" + ending), "");
    ASSERT_EQ(refusal(format, format + "-2" + ending), "");
    const FileSet first = bytes_at(at(format + "-1" + ending));
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(first, bytes_at(at(format + "-2" + ending))) << format;
  }
}

TEST_F(ExportTest, what_cannot_be_is_said_in_one_sentence_and_nothing_is_left_behind) {
  EXPECT_EQ(
      refusal("sites", "x"),
      "there is no format 'sites' (did you mean 'site'?); take one of olx, pdf, site, slides, "
      "teacher");
  EXPECT_EQ(refusal("site", "x", "bird"),
            "there is no course 'bird' (did you mean 'birds'?); take one of birds, fish");
  EXPECT_EQ(refusal("site", "x", ""),
            "there are several courses; say which one: --course birds, fish");
  EXPECT_EQ(refusal("site", "x/"),
            "say where the export shall go: --output NAME, without a / at its end");
  EXPECT_NE(refusal("site", "x.tar.gz").find("this format is a folder"), std::string::npos);
  EXPECT_EQ(refusal("pdf", "x.doc"),
            "this format is one file: --output must end in .pdf or .html, not 'x.doc'");
  EXPECT_EQ(refusal("slides", "x.html", "fish"),
            "the course 'Fish' has no slides; write :::slides in a unit, or take another format");
  EXPECT_EQ(refusal("teacher", "x.html", "fish"),
            "the course 'Fish' has no teacher's page; write teach.md beside a section.yaml");
  std::filesystem::remove(at("courses/assets/bird.svg"));
  for (const char* format : {"site", "olx", "pdf", "slides", "teacher"}) {
    EXPECT_EQ(
        refusal(format, make_format(format)->shape() == Format::Shape::document ? "x.html" : "x"),
        "the course shows assets/bird.svg, which is not there; 'tadpole course check' says "
        "where")
        << format;
  }
  write("1-birds/01-songs/01-a/02-owls.md", "no head");
  EXPECT_EQ(refusal("site", "x"),
            "1-birds/01-songs/01-a/02-owls.md:1: error: the unit does not begin with ---, its id "
            "and its title; copy the head of another unit; mend the courses first, 'tadpole course "
            "check' lists all");
  EXPECT_EQ(left(), std::vector<std::string>());
}

TEST_F(ExportTest, a_translation_is_exported_when_it_is_there) {
  write("i18n/de/bch1.po",
        "msgid \"Owls\"\nmsgstr \"Eulen\"\n\nmsgid \"At night.\"\nmsgstr \"Bei Nacht.\"\n\nmsgid "
        "\"Question {n}\"\nmsgstr \"Frage {n}\"\n");
  const ReadProgram read = read_program(at("courses")).value();
  SilentProgress progress;
  ExportOptions options = {.course = "birds", .language = "de", .output = at("x")};
  ASSERT_TRUE(export_course(read, options, progress).ok());
  EXPECT_NE(text_at("x/units/owlsnight.html").find("Bei Nacht."), std::string::npos);
  EXPECT_NE(text_at("x/units/owlsnight.html").find("<html lang=\"de\""), std::string::npos);
  const std::string written = text_at("x/units/birdsongs.html");  // not translated
  EXPECT_NE(written.find("<html lang=\"de\""), std::string::npos);
  EXPECT_NE(written.find("<main id=\"text\" lang=\"en\">"), std::string::npos);
  EXPECT_NE(written.find("<span lang=\"de\">Frage 1</span>"), std::string::npos);
  options.language = "fr";
  options.output = at("y");
  EXPECT_EQ(export_course(read, options, progress).error().message,
            "the courses are not translated into 'fr'; there is de");
}

TEST_F(ExportTest, what_is_there_stays) {
  ASSERT_TRUE(write_file(at("x"), std::string_view("mine")).ok());
  for (const char* format : {"site", "olx"}) {
    EXPECT_EQ(refusal(format, "x"), "there is something at " + at("x").string() +
                                        " already; remove it, or give another --output");
  }
  ASSERT_TRUE(write_file(at("y.html"), std::string_view("mine")).ok());
  EXPECT_NE(refusal("pdf", "y.pdf").find("y.html already"), std::string::npos);
  EXPECT_EQ(text_at("x"), "mine");
}

TEST_F(ExportTest, a_stop_leaves_nothing) {
  class Stopping final : public Progress {
   public:
    void begin(std::string_view, std::int64_t) override {}
    void update(std::int64_t, std::string_view) override {}
    void end() override {}
    void say(std::string_view) override {}
    bool stop_requested() const override { return true; }
  } progress;
  const ReadProgram read = read_program(at("courses")).value();
  const Result<Exported> made =
      export_course(read, {.course = "birds", .output = at("x")}, progress);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(left(), std::vector<std::string>());
}

TEST_F(ExportTest, the_block_of_every_kind_becomes_a_text) {
  const Program program = read_program(at("courses")).value().program;
  const Unit& unit = *program.find("birdsongs").unit;
  BlockWriter writer(program, Answers::folded);
  std::set<std::string> met;
  for (const Block& block : unit.blocks) {
    met.insert(block.kind);
    EXPECT_NE(writer.block(unit, block), "") << block.kind << ": write it in block_html.cpp";
  }
  for (const std::string& kind : block_kinds())
    EXPECT_TRUE(met.contains(kind)) << kind << ": add one to the course of export_test.h";
}

TEST(ExportedCourses, those_of_this_project_become_a_site_and_a_course_for_open_edx) {
  const Path folder =
      std::filesystem::temp_directory_path() / ("tadpole_exported_" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  const ReadProgram read = read_program(Path(TADPOLE_SOURCE_DIR) / "courses").value();
  SilentProgress progress;
  for (const Course& course : read.program.courses) {
    for (const char* format : {"site", "olx"}) {
      const Path place = folder / (course.id + "-" + format);
      const Result<Exported> made =
          export_course(read, {.course = course.id, .format = format, .output = place}, progress);
      ASSERT_TRUE(made.ok()) << made.error().message;
      EXPECT_GT(made.value().files, read.program.courses.size());
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tadpole::learning
