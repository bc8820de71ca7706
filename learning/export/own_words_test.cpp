// SPDX-License-Identifier: Apache-2.0
// The words of the export itself, in English and in Spanish, over all formats.
#include "learning/export/own_words.h"

#include <cctype>

#include "core/base/text.h"
#include "learning/course/po.h"
#include "learning/export/export_test.h"

namespace tadpole::learning {
namespace {

// What people read of a file: what stands between tags, and attributes that are shown or spoken.
std::string shown_of(const std::string& file) {
  std::string shown;
  for (std::size_t at = 0; at < file.size();) {
    if (file.compare(at, 7, "<style>") == 0) at = file.find("</style>", at);
    if (file.compare(at, 8, "<script>") == 0) at = file.find("</script>", at);
    if (file[at] != '<') {
      shown += file[at++];
      continue;
    }
    const std::size_t close = file.find('>', at);
    const std::string tag = file.substr(at, close - at);
    for (const std::string name : {"display_name", "aria-label", "alt", "format",
                                   "discussion_target", "discussion_category", "trailing_text"}) {
      const std::string open = " " + name + "=\"";
      const std::size_t value = tag.find(open);
      if (value == std::string::npos) continue;
      const std::size_t first = value + open.size();
      shown += "\n" + tag.substr(first, tag.find('"', first) - first) + "\n";
    }
    shown += '\n';
    at = close + 1;
  }
  return shown;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
}

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_letter(text[at - 1]) || !is_letter(word.front());
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_letter(text[end]) || !is_letter(word.back())))
      return true;
  }
  return false;
}

// "It runs in Tadpole: start {command} and open {address}." -> what stands around the holes.
std::vector<std::string> pieces_of(const std::string& word) {
  std::vector<std::string> pieces;
  for (const std::string& part : split(word, '{')) {
    const std::string piece = trim(part.substr(part.find('}') + 1));
    if (piece.find_first_not_of(".,: ") != std::string::npos) pieces.push_back(piece);
  }
  return pieces;
}

// The course of export_test.h and what it lacks, so that every word of the list is said.
class OwnWordsTest : public ExportTest {
 protected:
  void SetUp() override {
    ExportTest::SetUp();
    write("program.yaml",
          "id: p1\ntitle: Nature\nlanguages: [en, es]\nlicence: CC BY 4.0\ncourses: [1-birds, "
          "2-fish]\n");
    write("1-birds/01-songs/chapter.yaml",
          "id: bch1\ntitle: Songs\nsections: [01-a, 02-test, 03-lab, 04-more, 05-counts]\n");
    write("1-birds/01-songs/03-lab/section.yaml",
          "id: bsec3\ntitle: Three\ntype: lab\nweight: 1\nunits: [01-a, 02-b]\n");
    write("1-birds/01-songs/03-lab/01-a.md",
          "---\nid: birdlab\ntitle: Four\nkind: try\noptional: true\n---\n:::item {#q1 "
          "sealed}\nHidden?\n[ ] a\n[ ] b\n:::\n:::reading {#r1 minutes=3}\nNests.\n:::\n"
          ":::slides {#s1}\n## One\n> We begin.\n:::\n");
    write("1-birds/01-songs/03-lab/02-b.md",
          "---\nid: birdtwo\ntitle: Five\nkind: practise\n---\n:::item {#q1 type=free}\nWhose?\n"
          "? One.\n? Two.\n* a name (1)\n:::\n");
    write("1-birds/01-songs/04-more/section.yaml",
          "id: bsec4\ntitle: Six\ntype: lesson\nweight: 1\nunits: [01-a]\n");
    write("1-birds/01-songs/04-more/01-a.md",
          "---\nid: birdtalk\ntitle: Seven\nkind: discuss\n---\nGood.\n");
    write("1-birds/01-songs/05-counts/section.yaml",
          "id: bsec5\ntitle: Eight\ntype: quiz\ntrack: certificate\nunits: [01-a]\n");
    write("1-birds/01-songs/05-counts/01-a.md",
          "---\nid: birdcount\ntitle: Nine\n---\n:::item {#q1}\nWhich?\n[x] a\n[ ] b\n:::\n");
    // Of its own text only what holds a word of the list by chance.
    write("i18n/es/bch1.po",
          "msgid \"The test\"\nmsgstr \"La prueba\"\n\nmsgid \"Hear $f$.\"\nmsgstr \"Oye "
          "$f$.\"\n\nmsgid \"Exercise on paper\"\nmsgstr \"En papel\"\n");
    const Path spanish = Path(TADPOLE_SOURCE_DIR) / "courses/i18n/es/program.po";
    write("i18n/es/program.po", read_text(spanish).value());
  }

  // What people read of all formats.
  std::string all_shown(const std::string& language) {
    const ReadProgram read = read_program(at("courses")).value();
    SilentProgress progress;
    std::string shown;
    for (const auto& [format, help] : export_formats()) {
      const bool document = make_format(format)->shape() == Format::Shape::document;
      const Path place = at(format + language + (document ? ".html" : ""));
      const auto made = export_course(read,
                                      {.course = "birds",
                                       .format = format,
                                       .language = language,
                                       .output = place,
                                       .chromium = "/nowhere/chromium"},
                                      progress);
      EXPECT_TRUE(made.ok()) << made.error().message;
      if (document) shown += shown_of(read_text(place).value());
      if (document) continue;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
        const std::string ending = entry.path().extension().string();
        if (ending == ".html" || ending == ".xml" || ending == ".json")
          shown += shown_of(read_text(entry.path()).value());
      }
    }
    return shown;
  }
};

TEST_F(OwnWordsTest, every_word_of_the_list_is_said_by_some_format) {
  const std::string shown = all_shown("");
  for (const std::string& word : all_words()) {
    for (const std::string& piece : pieces_of(word)) EXPECT_TRUE(has_word(shown, piece)) << word;
  }
}

TEST_F(OwnWordsTest, an_export_in_spanish_has_no_english_word_of_the_list) {
  const std::string shown = all_shown("es");
  const Catalogue spanish =
      catalogue_of(parse_po(read_text(at("courses/i18n/es/program.po")).value()).value());
  int compared = 0;
  for (const std::string& word : all_words()) {
    ASSERT_TRUE(spanish.contains(word)) << word;
    if (spanish.at(word) == word) continue;  // "{n} min" is Spanish too
    for (const std::string& piece : pieces_of(word)) {
      EXPECT_FALSE(has_word(shown, piece)) << word;
      ++compared;
    }
  }
  EXPECT_GT(compared, 50);
  EXPECT_TRUE(has_word(shown, "Pregunta 1"));
  EXPECT_NE(text_at("sitees/index.html").find("<html lang=\"es\""), std::string::npos);
  EXPECT_NE(text_at("pdfes.html").find("<html lang=\"es\""), std::string::npos);
  EXPECT_NE(text_at("olxes/course/course.xml").find("language=\"es\""), std::string::npos);
}

TEST(OwnWords, say_their_language_where_the_text_around_has_another) {
  Program program;
  program.languages = {"es", "en"};
  program.words = {{"Hint {n}", "Pista {n} <a>"}};
  OwnWords words(program);
  EXPECT_EQ(words.html(Word::hint_n, {{"n", "<b>2</b>"}}), "Pista <b>2</b> &lt;a&gt;");
  words.stand_in("en");
  EXPECT_EQ(words.html(Word::hint_n, {{"n", "2"}}), "<span lang=\"es\">Pista 2 &lt;a&gt;</span>");
  EXPECT_EQ(said(program, Word::hint_n), "Pista {n} <a>");  // a hole that nobody fills
  EXPECT_EQ(said(program, Word::question, {{"n", "{n}"}}), "Question {n}");
}

}  // namespace
}  // namespace tadpole::learning
