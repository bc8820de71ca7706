// SPDX-License-Identifier: Apache-2.0
// From a folder of YAML and Markdown to a Program, and what the linter says about it.
#pragma once
#include "learning/course/program.h"

namespace tadpole::learning {

struct ReadProgram {
  Program program;
  std::vector<Problem>
      problems;  // found while reading: bad YAML, unknown blocks, items without keys
};
// Reads what can be read; each mistake is a problem with file and line. Fails only when there is no
// program.yaml in the folder.
Result<ReadProgram> read_program(const Path& folder);

// A unit from its text. file: for the places.
Unit read_unit(const std::string& text, const std::string& file, std::vector<Problem>& problems);

// The teacher's page of a section from its text, and what is wrong with it beyond its head.
void read_teach_page(const std::string& text, const std::string& file, Section& section,
                     std::vector<Problem>& problems);
void check_teach_page(const Section& section, std::vector<Problem>& problems);
// The headings of its six parts, in English.
const std::vector<std::string>& teach_parts();
inline constexpr const char* kTeachFile = "teach.md";

// The terms of glossary.md in its order: a paragraph of one line each, **Term**: explanation. Where
// a term is an everyday word too, (as: the mean, mean of) after it names the forms that pages mark.
std::vector<Term> read_glossary(const std::string& text, const std::string& file,
                                std::vector<Problem>& problems);

// All problems: those of reading, dead links, missing alt texts and captions, unknown and
// unreachable concepts, ids used twice, files in no list, files that assets.yaml tells wrongly,
// teachers' pages without a part, keys of tests that stand open, code whose solution fails its
// tests (not with Depth::text: code is not run).
enum class Depth : std::uint8_t { text, code };
std::vector<Problem> check_program(const ReadProgram& read, Depth depth = Depth::code);
// assets/assets.yaml against the files beside it: sha256, source, licence, and for pictures words
// for those who do not see them.
void check_assets(const Path& program, std::vector<Problem>& problems);

// Warnings: sentences that are too long, one by one and on average; minutes that cannot be. For
// text in English.
void check_reading(const Unit& unit, std::vector<Problem>& problems);

// CommonMark with tables, strikethrough and bare links, to HTML without any raw HTML of the
// author's.
// $...$ and $$...$$ become <span class="math"> and <div class="math"> around the TeX.
std::string html_of(const std::string& markdown);
// The words alone.
std::string plain_of(const std::string& markdown);

// What a text points to, for the linter; raw HTML too, which is not passed on. line: in the text,
// from 1.
struct Link {
  enum class Kind : std::uint8_t { link, picture, html } kind;
  std::string url, text;
  int line = 0;
};
std::vector<Link> links_in(const std::string& markdown);

}  // namespace tadpole::learning
