// SPDX-License-Identifier: Apache-2.0
#include "learning/notebook/notebook.h"

#include <gtest/gtest.h>

#include <set>

#include "core/base/files.h"

namespace tadpole::learning {
namespace {

using Json = nlohmann::json;

Notebook read(const std::string& text) {
  Result<Notebook> notebook = read_notebook(text, "walk.ipynb");
  EXPECT_TRUE(notebook.ok()) << notebook.error().message;
  return notebook.ok() ? std::move(notebook).value() : Notebook{};
}

std::string refusal(const std::string& text) {
  const Result<Notebook> notebook = read_notebook(text, "walk.ipynb");
  return notebook.ok() ? "" : notebook.error().message;
}

const std::string kExercise =
    "---\nid: w1note\ntitle: \"A: walk\"\n---\n\nSome *prose*.\n\n\n```python\nprint(1)\n```\n"
    ":::code {#c1 language=python}\n\nWrite it.\n```starter\ndef f():\n    pass\n```\n\n"
    "```solution\ndef f():\n    return 1\n```\n```test name=\"one\" hint=\"Return it.\"\n"
    "assert f() == 1\n```\n\n:::\nMore.\n\n:::item {#q1}\nIs it?\n- [x] yes\n:::\n";

TEST(Notebook, a_lesson_and_its_notebook_are_the_same_to_the_last_byte) {
  const Notebook there = notebook_of_lesson(kExercise, NotebookFor::authors);
  EXPECT_EQ(lesson_of_notebook(read(notebook_text(there)), "x"), kExercise);
}

TEST(Notebook, so_is_every_lesson_of_the_courses) {
  int lessons = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(Path(TADPOLE_SOURCE_DIR) / "courses")) {
    if (entry.path().extension() != ".md") continue;
    const std::string text = read_text(entry.path()).value();
    const std::string notebook = notebook_text(notebook_of_lesson(text, NotebookFor::authors));
    if (!text.starts_with("---\n")) continue;  // the glossary
    EXPECT_EQ(lesson_of_notebook(read(notebook), "x"), text) << entry.path();
    ++lessons;
  }
  EXPECT_GE(lessons, 10);
}

TEST(Notebook, cells_are_prose_and_code_and_solutions_stay_with_authors) {
  const Notebook notebook = notebook_of_lesson(kExercise, NotebookFor::learners);
  ASSERT_EQ(notebook.cells.size(), 8U);
  using Kind = NotebookCell::Kind;
  EXPECT_EQ(notebook.cells[0].kind, Kind::raw);  // the head
  EXPECT_EQ(notebook.cells[1].source, "Some *prose*.");
  EXPECT_EQ(notebook.cells[2].kind, Kind::code);
  EXPECT_EQ(notebook.cells[3].source, "Write it.");
  EXPECT_EQ(notebook.cells[4].source, "def f():\n    pass");
  EXPECT_EQ(notebook.cells[5].source, "assert f() == 1");
  EXPECT_EQ(notebook.cells[6].source, "More.");
  EXPECT_EQ(notebook.cells[7].kind, Kind::raw);
}

TEST(Notebook, the_file_is_that_of_nbformat_4_5) {
  const Json json = Json::parse(notebook_text(notebook_of_lesson(kExercise, NotebookFor::authors)));
  EXPECT_EQ(json["nbformat"], 4);
  EXPECT_EQ(json["nbformat_minor"], 5);
  EXPECT_EQ(json["metadata"]["kernelspec"]["name"], "python3");
  std::set<std::string> ids;
  for (const Json& cell : json["cells"]) {
    ids.insert(cell["id"].get<std::string>());
    EXPECT_TRUE(cell["metadata"].is_object());
    EXPECT_TRUE(cell["source"].is_array());
    const bool code = cell["cell_type"] == "code";
    EXPECT_EQ(cell.contains("outputs"), code);
    EXPECT_EQ(cell.contains("execution_count"), code);
  }
  EXPECT_EQ(ids.size(), json["cells"].size());
  EXPECT_EQ(json["cells"][4]["source"][0], "def f():\n");  // every line with its end but the last
}

TEST(Notebook, a_foreign_one_with_outputs_becomes_a_lesson) {
  const std::string foreign = R"({"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[
    {"cell_type":"markdown","metadata":{},"source":["# Two plus two\n","Look."]},
    {"cell_type":"code","metadata":{},"execution_count":1,"source":"2 + 2\n","outputs":[
      {"output_type":"stream","name":"stdout","text":["hello\n"]},
      {"output_type":"execute_result","data":{"text/plain":"4","image/png":"AAAA"},"metadata":{}},
      {"output_type":"error","ename":"ValueError","evalue":"no","traceback":["x"]}]},
    {"cell_type":"markdown","metadata":{},"source":":::item {#q}\nno block of ours"}]})";
  const std::string lesson = lesson_of_notebook(read(foreign), "walk");
  EXPECT_NE(lesson.find("title: \"Two plus two\"\n"), std::string::npos) << lesson;
  EXPECT_NE(lesson.find("```python\n2 + 2\n```\n\n```text\nhello\n4\nValueError: no\n```\n"),
            std::string::npos)
      << lesson;
  EXPECT_NE(lesson.find("\n :::item"), std::string::npos) << lesson;
  EXPECT_EQ(lesson.find("AAAA"), std::string::npos);
}

TEST(Notebook, long_outputs_are_cut_between_letters) {
  NotebookCell cell{.kind = NotebookCell::Kind::code, .source = "a", .output = "x"};
  for (int i = 0; i < 3000; ++i) cell.output += "\u00e4";
  const std::string lesson = lesson_of_notebook({{cell}}, "walk");
  EXPECT_LT(lesson.size(), 4300U);
  EXPECT_NE(lesson.find("\u00e4\n...\n"), std::string::npos);
}

TEST(Notebook, what_is_none_is_refused) {
  EXPECT_NE(refusal("").find("is no notebook"), std::string::npos);
  EXPECT_NE(refusal("[1]").find("is no notebook"), std::string::npos);
  EXPECT_NE(refusal(R"({"worksheets":[],"nbformat":3})").find("format 3 or older"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"cells":[],"nbformat":5})").find("format 5; expected 4"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"cells":[{"cell_type":"song"}],"nbformat":4})").find("type 'song'"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"cells":[3],"nbformat":4})").find("cell 1"), std::string::npos);
}

TEST(Notebook, blocks_that_are_not_closed_do_no_harm) {
  for (const char* text : {":::code {#c1}\n", ":::code {#c1}\n```starter\n", ":::\n:::\n", "---\n",
                           ":::item\n```\n:::\n", "```python", "\n\n\n", ":::code\n:::\n"}) {
    const Notebook notebook = notebook_of_lesson(text, NotebookFor::authors);
    EXPECT_FALSE(lesson_of_notebook(read(notebook_text(notebook)), "x").empty()) << text;
  }
}

}  // namespace
}  // namespace tadpole::learning
