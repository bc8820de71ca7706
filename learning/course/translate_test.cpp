// SPDX-License-Identifier: Apache-2.0
#include "learning/course/translate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/text.h"
#include "learning/course/new_course.h"
#include "learning/course/words.h"

namespace tadpole::learning {
namespace {

std::vector<std::string> messages(const std::string& text) {
  std::vector<std::string> all;
  const std::string same = map_messages(text, [&](const std::string& message) {
    all.push_back(message);
    return message;
  });
  // Said as it is, only soft line breaks go.
  EXPECT_EQ(join(split(same, '\n'), " ").size(), join(split(text, '\n'), " ").size()) << same;
  return all;
}

const char* const kUnit = R"(---
id: unit01
title: "How: it walks"
minutes: 3
---
A first line
that goes on.

- one
- two `code`

$$L = x$$

| x | y |
|---|---|
| word | 2 |

:::figure {#f1 src="a.svg" alt="A picture" caption="Seen"}
:::

:::item {#q1 type=single}
What is {a}?
@ a = 1..4
[x] This -> because
[ ] That
? Look
>> So it is.
:::

:::item {#q2 type=numeric}
How many?
= 12.5
! 13 -> One too many.
:::

:::item {#q3 type=text}
Its name?
= loss
:::

:::code {#c1 language=python}
Complete it.
```starter
x = 1  # stays
```
```test name="it adds" hint="Add them."
assert x
```
:::
)";

TEST(Translate, words_are_messages_and_marks_numbers_code_are_not) {
  EXPECT_EQ(messages(kUnit),
            (std::vector<std::string>{"How: it walks", "A first line that goes on.",
                                      "one",           "two `code`",
                                      "| x | y |",     "| word | 2 |",
                                      "A picture",     "Seen",
                                      "What is {a}?",  "This",
                                      "because",       "That",
                                      "Look",          "So it is.",
                                      "How many?",     "One too many.",
                                      "Its name?",     "loss",
                                      "Complete it.",  "Add them.",
                                      "it adds"}));
}

TEST(Translate, the_translated_text_has_the_same_structure) {
  const std::string loud = map_messages(kUnit, [](const std::string& m) { return "¡" + m + "!"; });
  std::vector<Problem> problems, none;
  const Unit unit = read_unit(loud, "a.md", problems), written = read_unit(kUnit, "a.md", none);
  EXPECT_EQ(problems.size(), none.size());
  EXPECT_EQ(unit.title, "¡How: it walks!");
  ASSERT_EQ(unit.blocks.size(), written.blocks.size());
  EXPECT_EQ(unit.blocks[2].items[0].choices[0].text, "¡This!");
  EXPECT_EQ(unit.blocks[3].items[0].keys, written.blocks[3].items[0].keys);
}

// A unit is begun when its title is translated.
const char* const kHello = "msgid \"Hello\"\nmsgstr \"Hola\"\n\n";

class TranslateProgram : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_translate_" + std::to_string(::getpid()) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(write_file(folder_ / "program.yaml",
                           "id: small\ntitle: Small\nlanguages: [en, es]\ncourses: [a]\n")
                    .ok());
    ASSERT_TRUE(
        write_file(folder_ / "a/course.yaml", "id: coursea\ntitle: First\nchapters: [b]\n").ok());
    ASSERT_TRUE(
        write_file(folder_ / "a/b/chapter.yaml", "id: chapb\ntitle: Chapter\nsections: [c]\n")
            .ok());
    ASSERT_TRUE(
        write_file(folder_ / "a/b/c/section.yaml", "id: sectc\ntitle: Section\nunits: [u]\n").ok());
    ASSERT_TRUE(write_file(folder_ / "a/b/c/u.md",
                           "---\nid: unit01\ntitle: Hello\n---\nA dog.\n\n:::item {#q1 "
                           "type=text}\nWhich animal?\n= dog\n:::\n")
                    .ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Program program() const { return read_program(folder_).value().program; }
  // What the linter says.
  std::string told() const {
    std::string all;
    for (const Problem& one : check_program(read_program(folder_).value(), Depth::text))
      all += text_of(one) + "\n";
    return all;
  }
  void say(const std::string& po) {
    ASSERT_TRUE(write_file(folder_ / "i18n/es/chapb.po", po).ok());
  }
  Path folder_;
};

TEST_F(TranslateProgram, new_texts_are_collected_and_old_translations_kept) {
  const auto first = update_translations(program(), "es");
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first.value().translated, 0);
  // Four titles, and Hello, A dog., Which animal?, dog; and the words around an exported course.
  const int words = static_cast<int>(all_words().size());
  EXPECT_EQ(first.value().messages, 8 + words);
  const std::string po = read_text(folder_ / "i18n/es/chapb.po").value();
  EXPECT_NE(po.find("#: a/b/c/u.md\nmsgid \"A dog.\"\nmsgstr \"\"\n"), std::string::npos) << po;
  say("msgid \"A dog.\"\nmsgstr \"Un perro.\"\n");
  EXPECT_EQ(update_translations(program(), "es").value().translated, 1);
  EXPECT_EQ(update_translations(program(), "Spanish").error().message,
            "'Spanish' is no language; give its tag, like es or pt-BR");
}

TEST_F(TranslateProgram, ids_and_revisions_stay_and_typed_words_are_right_in_both) {
  say(std::string(kHello) +
      "msgid \"A dog.\"\nmsgstr \"Un perro.\"\n\nmsgid \"dog\"\nmsgstr \"perro\"\n");
  const Program written = program();
  std::vector<Problem> problems;
  const Program spanish = translated_program(written, "es", problems);
  EXPECT_TRUE(problems.empty());
  const Unit &one = *written.find("unit01").unit, &other = *spanish.find("unit01").unit;
  EXPECT_NE(other.blocks[0].data.dump().find("Un perro."), std::string::npos);
  EXPECT_EQ(other.blocks[0].id, one.blocks[0].id);
  EXPECT_EQ(other.blocks[1].revision, one.blocks[1].revision);
  EXPECT_EQ(other.blocks[1].items[0].keys, (std::vector<std::string>{"perro", "dog"}));
  EXPECT_EQ(other.language, "en");  // not whole yet
  EXPECT_EQ(other.translated, 3);
}

TEST_F(TranslateProgram, words_around_an_exported_course_are_collected_and_missing_ones_told) {
  ASSERT_TRUE(update_translations(program(), "es").ok());
  const Path file = folder_ / "i18n/es/program.po";
  std::string po = read_text(file).value();
  for (const std::string& word : all_words()) {
    const std::string entry = "msgid \"" + word + "\"\nmsgstr \"";
    ASSERT_NE(po.find(entry), std::string::npos) << word;
    if (word != "Hint") po.insert(po.find(entry) + entry.size(), "x");
  }
  ASSERT_TRUE(write_file(file, po).ok());
  EXPECT_NE(
      told().find("i18n/es/program.po:1: warning: 1 of " + std::to_string(all_words().size()) +
                  " words of exported pages are not translated into es: 'Hint'; run "
                  "'tadpole course translate' and finish i18n/es/program.po\n"),
      std::string::npos)
      << told();
}

TEST_F(TranslateProgram, the_page_of_a_teacher_is_translated_like_a_unit) {
  ASSERT_TRUE(write_file(folder_ / "a/b/c/teach.md",
                         "---\nminutes: 45\n---\n## Aim\nTo *bark*.\n\n## Answers\n1. Woof\n")
                  .ok());
  ASSERT_TRUE(update_translations(program(), "es").ok());
  const std::string po = read_text(folder_ / "i18n/es/chapb.po").value();
  EXPECT_NE(po.find("#: a/b/c/teach.md\nmsgid \"To *bark*.\"\nmsgstr \"\"\n"), std::string::npos);
  std::vector<Problem> problems;
  const auto page = [&] {
    return translated_program(program(), "es", problems).courses[0].chapters[0].sections[0];
  };
  const std::string heads =
      "msgid \"Aim\"\nmsgstr \"Meta\"\n\nmsgid \"Answers\"\nmsgstr \"Respuestas\"\n\n";
  say(heads);  // the headings alone do not begin it
  EXPECT_NE(page().teach_html.find("<h2>Aim</h2>"), std::string::npos);
  say(heads + "msgid \"To *bark*.\"\nmsgstr \"*Ladrar*.\"\n");
  EXPECT_NE(page().teach_html.find("<h2>Meta</h2>\n<p><em>Ladrar</em>.</p>"), std::string::npos);
  EXPECT_EQ(page().teach_minutes, 45);
  EXPECT_EQ(page().teach_language, "en");
  EXPECT_NE(told().find("a/b/c/teach.md:4: warning: 1 of 4 texts are not translated into es; "
                        "finish i18n/es/chapb.po"),
            std::string::npos)
      << told();
  say(heads + "msgid \"To *bark*.\"\nmsgstr \"Ladrar.\"\n\nmsgid \"Woof\"\nmsgstr \"Guau\"\n");
  EXPECT_EQ(page().teach_language, "es");
  EXPECT_TRUE(problems.empty());
  say(heads + "msgid \"To *bark*.\"\nmsgstr \"## Ladrar.\"\n");
  EXPECT_NE(page().teach_html.find("<em>bark</em>"), std::string::npos);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(text_of(problems[0]),
            "a/b/c/teach.md:4: error: its translation (es) has another structure: other headings, "
            "lists, tables or links; keep marks, | and links as they are");
}

TEST_F(TranslateProgram, the_glossary_has_terms_of_the_language) {
  ASSERT_TRUE(
      write_file(folder_ / "glossary.md", "**Dog** (as: a dog): barks.\n\n**Fox**: red.\n").ok());
  ASSERT_TRUE(write_file(folder_ / "i18n/es/program.po",
                         "msgid \"**Dog** (as: a dog): barks.\"\n"
                         "msgstr \"**Zorro y perro** (as: un perro): ladra.\"\n\n"
                         "msgid \"**Fox**: red.\"\nmsgstr \"Zorro, rojo\"\n")
                  .ok());
  std::vector<Problem> problems;
  const Program spanish = translated_program(program(), "es", problems);
  ASSERT_EQ(spanish.glossary.size(), 1U);
  EXPECT_EQ(spanish.glossary[0].term, "Zorro y perro");
  EXPECT_EQ(spanish.glossary[0].forms, (std::vector<std::string>{"un perro"}));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(text_of(problems[0]),
            "i18n/es/program.po:1: error: 'Zorro, rojo' explains no term; write **Term**: "
            "explanation. in one line");
}

TEST_F(TranslateProgram, a_translation_of_another_structure_is_told_and_not_shown) {
  say(std::string(kHello) + "msgid \"Which animal?\"\nmsgstr \"¿Cuál?\\n= gato\"\n");
  std::vector<Problem> problems;
  const Program spanish = translated_program(program(), "es", problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(problems[0].sentence.find("another structure: other answers in q1"), std::string::npos);
  EXPECT_EQ(spanish.find("unit01").unit->blocks[1].items[0].question, "Which animal?");
}

TEST_F(TranslateProgram, the_linter_tells_broken_files_and_missing_texts) {
  say(std::string(kHello) + "msgid \"A dog.\"\nmsgstr \"Un perro.\"\n");
  std::string all;
  for (const Problem& one : check_program(read_program(folder_).value(), Depth::text))
    all += text_of(one) + "\n";
  EXPECT_NE(all.find("a/b/c/u.md:1: warning: 2 of 4 texts are not translated into es; finish "
                     "i18n/es/chapb.po"),
            std::string::npos)
      << all;
  say("msgid A dog\n");
  all.clear();
  for (const Problem& one : check_program(read_program(folder_).value(), Depth::text))
    all += text_of(one) + "\n";
  EXPECT_NE(all.find("i18n/es/chapb.po:1: error: line 1 of the PO file is A dog"),
            std::string::npos)
      << all;
}

}  // namespace
}  // namespace tadpole::learning
