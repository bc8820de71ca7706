// SPDX-License-Identifier: Apache-2.0
// A small program of two courses with a block of every kind, in a folder of the test's own.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include "learning/export/export.h"
#include "learning/export/format.h"

namespace tadpole::learning {

class ExportTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_export_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    for (const auto& [name, text] : made_course()) write(name, text);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static FileSet made_course() {
    const std::string all_kinds =
        "---\nid: birdsongs\ntitle: Songs & calls\nkind: read\nminutes: 7\nconcepts: [pitch]\n---\n"
        "A song is $f < 2$ kHz. See [the owls](unit:owlsnight), [pitch](concept:pitch), "
        "[fish](unit:fishswim) and ![a bird](bird.svg).\n\n$$E = mc^2$$\n\n"
        ":::figure {#f1 src=\"bird.svg\" alt=\"a bird & its nest\" caption=\"A *bird*.\" "
        "credit=\"Ada\"}\n:::\n"
        ":::slides {#s1 title=\"Two slides\"}\n## One\n![a bird](bird.svg)\n> We begin "
        "\\<here>.\n---\n"
        "## Two\n> We end.\n:::\n"
        ":::item {#q1 type=single shuffle max_attempts=2 reveal=finished weight=2}\nWhich sings?\n"
        "[x] a wren -> Loudly & well.\n[ ] a stone -> Stones \\<never> sing.\n? Listen.\n"
        ">> Wrens sing at $90$ dB.\n:::\n"
        ":::item {#q2 type=multi}\nWhich fly?\n[x] wren\n[x] owl\n[ ] stone\n:::\n"
        ":::item {#q3 type=numeric unit=ms tolerance=5%}\n{n} songs of {n} ms: how long?\n@ n = "
        "2..9\n= {n*n}\n! {n+n} -> That is the sum.\n>> Multiply.\n:::\n"
        ":::item {#q4 type=text}\nThe loud one?\n= wren\n= the wren\n! owl -> Too quiet.\n:::\n"
        ":::item {#q5 type=matching}\nMatch.\nwren | loud\nowl | quiet\n:::\n"
        ":::item {#q6 type=ordering}\nOrder.\n1. egg\n2. chick\n3. bird\n:::\n"
        ":::item {#q7 type=free}\nWhy do they sing?\n* names a reason (2)\n:::\n"
        ":::item {#q8 type=predict}\nHow many?\n= 12\n:::\n"
        ":::survey {#v1}\nThe pace?\n[ ] slow\n[ ] fast\n:::\n"
        ":::lab {#lab1 name=bird-lab rate=3}\nTry the songs.\n:::\n"
        ":::explorable {#e1 name=pitch-slider}\nSlide.\n:::\n"
        ":::code {#c1 language=python}\nAdd them.\n```starter\ndef add(a, b):\n    pass\n```\n"
        "```solution\ndef add(a, b):\n    return a + b  # <sum>\n```\n```test name=\"it adds\"\n"
        "assert add(1, 2) == 3, \"no\"\n```\n:::\n"
        ":::discussion {#d1}\nWhat do you hear?\n:::\n"
        ":::reading {#r1 minutes=3 title=\"A nest\"}\nTwigs.\n:::\n"
        ":::recap {#k1 concept=pitch}\n:::\n"
        ":::assignment {#a1}\nRecord a song.\n:::solution\nAt dawn.\n:::\n:::\n"
        ":::artefact {#t1 accepts=csv checker=table columns=\"x\"}\nCount them.\n:::\n"
        ":::placement {#p1 concepts=\"pitch\"}\nDo you know it?\n:::item {#pq1 "
        "type=text}\nHigh?\n= "
        "pitch\n:::\n:::\n"
        ":::video {#w1 src=\"song.webm\" captions=\"song.vtt\" title=\"A song\"}\n:::\n";
    const std::string teach =
        "---\nminutes: 45\n---\n## Aim\nHear $f$.\n\n## You need\n- Ears & ![a "
        "bird](bird.svg)\n\n## "
        "Timings\n45\n\n## What learners get wrong\n- Much.\n\n## Exercise on paper\n1. "
        "Draw.\n\n## "
        "Answers\n1. A drawing.\n";
    return {
        {"program.yaml", "id: p1\ntitle: Nature\ncourses: [1-birds, 2-fish]\n"},
        {"concepts.yaml",
         "concepts:\n  - id: pitch\n    name: Pitch\n    summary: How <high> it is.\n"},
        {"glossary.md", "**Wren**: small, loud.\n"},
        {"1-birds/course.yaml",
         "id: birds\ntitle: Birds & more\nsummary: To hear them.\nchapters: [01-songs]\n"},
        {"1-birds/01-songs/chapter.yaml", "id: bch1\ntitle: Songs\nsections: [01-a, 02-test]\n"},
        {"1-birds/01-songs/01-a/section.yaml",
         "id: bsec1\ntitle: Hearing\ntype: quiz\nweight: 1\nunits: [01-songs, 02-owls]\n"},
        {"1-birds/01-songs/01-a/01-songs.md", all_kinds},
        {"1-birds/01-songs/01-a/02-owls.md",
         "---\nid: owlsnight\ntitle: Owls\nkind: watch\n---\nAt night.\n"},
        {"1-birds/01-songs/01-a/teach.md", teach},
        {"1-birds/01-songs/02-test/section.yaml",
         "id: bsec2\ntitle: Test\ntype: test\nweight: 3\nunits: [01-test]\n"},
        {"1-birds/01-songs/02-test/01-test.md",
         "---\nid: birdtest\ntitle: The test\nkind: test\n---\n:::item {#q1}\nWhich is "
         "secret?\n[x] this\n[ ] that\n:::\n"},
        {"2-fish/course.yaml", "id: fish\ntitle: Fish\nchapters: [01-a]\n"},
        {"2-fish/01-a/chapter.yaml", "id: fch1\ntitle: A\nsections: [01-a]\n"},
        {"2-fish/01-a/01-a/section.yaml", "id: fsec1\ntitle: A\nunits: [01-swim]\n"},
        {"2-fish/01-a/01-a/01-swim.md", "---\nid: fishswim\ntitle: Swim\n---\nThey do.\n"},
        {"assets/bird.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"},
        {"assets/song.webm", "film"},
        {"assets/song.vtt", "WEBVTT\n"}};
  }

  void write(const std::string& file, const std::string& text) const {
    ASSERT_TRUE(write_file(folder_ / "courses" / file, std::string_view(text)).ok());
  }
  Path at(const std::string& name) const { return folder_ / name; }
  std::string text_at(const std::string& name) const {
    const Result<std::string> text = read_text(folder_ / name);
    return text.ok() ? text.value() : "(none)";
  }
  Result<Exported> exported(const std::string& format, const std::string& output,
                            const std::string& course = "birds") const {
    const ReadProgram read = read_program(folder_ / "courses").value();
    SilentProgress progress;
    return export_course(read,
                         {.course = course,
                          .format = format,
                          .output = folder_ / output,
                          .katex = katex_,
                          .chromium = chromium_},
                         progress);
  }
  // "" when it was written.
  std::string refusal(const std::string& format, const std::string& output,
                      const std::string& course = "birds") const {
    const Result<Exported> made = exported(format, output, course);
    return made.ok() ? "" : made.error().message;
  }
  // What lies in the test's folder besides the courses.
  std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().filename() != "courses") names.push_back(entry.path().filename().string());
    }
    return names;
  }

  Path folder_;
  std::map<std::string, std::string> katex_ = {
      {"katex.min.js", "/* katex */"},
      {"katex.min.css", "@font-face{src:url(fonts/a.woff2)}"},
      {"fonts/a.woff2", "wOF2"}};
  std::string chromium_ = "/nowhere/chromium";  // tests of a printer set another
};

}  // namespace tadpole::learning
