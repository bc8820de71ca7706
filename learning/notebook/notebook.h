// SPDX-License-Identifier: Apache-2.0
// Jupyter notebooks in and out: a lesson as a notebook, a notebook as a lesson. Source: the
// notebook format of Jupyter, nbformat 4.5.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole::learning {

struct NotebookCell {
  enum class Kind : std::uint8_t { markdown, code, raw };
  Kind kind = Kind::markdown;
  std::string source;  // lines without the last line break
  std::string output;  // of a code cell that was run: its text, without pictures
  // What a lesson needs to be itself again, kept as metadata "tadpole": role (head, block, fence),
  // open (the line of a fence), open_block, close_block, before, before_block, after (empty lines).
  nlohmann::json lesson = nlohmann::json::object();
};
struct Notebook {
  std::vector<NotebookCell> cells;
};

// Reads notebooks of nbformat 4, anybody's. Fails when the text is no notebook, is of another
// format, or has more than 10 000 cells; name: how the message calls it.
Result<Notebook> read_notebook(const std::string& text, const std::string& name);
// nbformat 4.5: Python, no outputs; the same notebook gives the same bytes.
std::string notebook_text(const Notebook& notebook);

// learners: solutions stay out. authors: they are cells too, and the way back gives every byte of
// the lesson again.
enum class NotebookFor : std::uint8_t { learners, authors };
// A lesson's prose becomes cells of Markdown; Python in fences, starters and tests become cells of
// code; every other block becomes a raw cell.
Notebook notebook_of_lesson(const std::string& lesson, NotebookFor whom);
// A notebook that was no lesson gets a head with this title, its code stands in fences, and what it
// printed is kept below, up to 4000 letters a cell.
std::string lesson_of_notebook(const Notebook& notebook, const std::string& title);

}  // namespace tadpole::learning
