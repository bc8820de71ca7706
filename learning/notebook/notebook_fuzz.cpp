// SPDX-License-Identifier: Apache-2.0
// Anybody's notebook, and any text as a lesson: what comes out can be read again.
#include <cstddef>
#include <cstdint>

#include "core/base/result.h"
#include "learning/notebook/notebook.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto notebook = read_notebook(text, "n.ipynb");
  if (notebook.ok()) {
    const std::string lesson = lesson_of_notebook(notebook.value(), "n");
    (void)notebook_of_lesson(lesson, NotebookFor::learners);
    TADPOLE_EXPECT(read_notebook(notebook_text(notebook.value()), "again").ok());
  }
  const Notebook of_lesson = notebook_of_lesson(text, NotebookFor::authors);
  TADPOLE_EXPECT(read_notebook(notebook_text(of_lesson), "lesson").ok());
  return 0;
}
