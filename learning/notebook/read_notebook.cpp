// SPDX-License-Identifier: Apache-2.0
// The format of Jupyter, and nothing of lessons.
#include <set>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "learning/notebook/notebook.h"

namespace tadpole::learning {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostCells = 10'000;

// A text, or a list of texts.
std::string joined(const Json& json, const char* key) {
  std::string text = json_text(json, key);
  for (const Json& part : json_list(json, key)) {
    if (part.is_string()) text += part.get<std::string>();
  }
  return text;
}

std::string without_last_break(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Json object_of(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_object() ? *at : Json::object();
}

std::string output_of(const Json& outputs) {
  std::string text;
  for (const Json& output : outputs) {
    const std::string type = json_text(output, "output_type");
    if (type == "stream") text += joined(output, "text");
    if (type == "error")
      text += json_text(output, "ename") + ": " + json_text(output, "evalue") + "\n";
    if (type == "execute_result" || type == "display_data")
      text += without_last_break(joined(object_of(output, "data"), "text/plain")) + "\n";
  }
  return without_last_break(text);
}

Result<NotebookCell> cell_of(const Json& json, std::size_t number, const std::string& name) {
  const std::string type = json_text(json, "cell_type");
  NotebookCell cell;
  if (type == "code") {
    cell.kind = NotebookCell::Kind::code;
  } else if (type == "raw") {
    cell.kind = NotebookCell::Kind::raw;
  } else if (type != "markdown") {
    return Error{name + ": cell " + std::to_string(number + 1) + " is of the type '" + type +
                 "'; expected markdown, code or raw"};
  }
  cell.source = joined(json, "source");
  if (cell.source.ends_with('\n')) cell.source.pop_back();
  cell.output = output_of(json_list(json, "outputs"));
  cell.lesson = object_of(object_of(json, "metadata"), "tadpole");
  return cell;
}

Json lines_of(const std::string& text) {
  Json lines = Json::array();
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    const std::size_t to = end == std::string::npos ? text.size() : end + 1;
    lines.push_back(text.substr(from, to - from));
    from = to;
  }
  return lines;
}

const char* type_name(NotebookCell::Kind kind) {
  if (kind == NotebookCell::Kind::code) return "code";
  return kind == NotebookCell::Kind::raw ? "raw" : "markdown";
}

// The same cell at the same place keeps its id.
std::string id_of(const NotebookCell& cell, std::size_t number) {
  return sha256_hex(std::to_string(number) + "\n" + cell.source).substr(0, 12);
}

Json json_of(const NotebookCell& cell, std::size_t number) {
  Json json = {{"cell_type", type_name(cell.kind)},
               {"id", id_of(cell, number)},
               {"metadata", Json::object()},
               {"source", lines_of(cell.source)}};
  if (!cell.lesson.empty()) json["metadata"]["tadpole"] = cell.lesson;
  if (cell.kind == NotebookCell::Kind::code) {
    json["execution_count"] = nullptr;
    json["outputs"] = Json::array();
  }
  return json;
}

}  // namespace

Result<Notebook> read_notebook(const std::string& text, const std::string& name) {
  const Json json = parse_json(text);
  if (!json.is_object() || !json.contains("cells")) {
    if (json.is_object() && json.contains("worksheets"))
      return Error{name + " is a notebook of format 3 or older; save it again with Jupyter"};
    return Error{name + " is no notebook: it holds no cells; expected a file of Jupyter (.ipynb)"};
  }
  const double format = json_number(json, "nbformat");
  if (format != 4.0)
    return Error{name + " is a notebook of format " +
                 std::to_string(static_cast<int>(std::max(-1.0, std::min(format, 1000.0)))) +
                 "; expected 4: save it again with Jupyter"};
  const Json cells = json_list(json, "cells");
  if (cells.size() > kMostCells)
    return Error{name + " has more than 10 000 cells; cut it into parts"};
  Notebook notebook;
  for (std::size_t i = 0; i < cells.size(); ++i)
    notebook.cells.push_back(TADPOLE_TRY(cell_of(cells[i], i, name)));
  return notebook;
}

std::string notebook_text(const Notebook& notebook) {
  Json cells = Json::array();
  for (std::size_t i = 0; i < notebook.cells.size(); ++i)
    cells.push_back(json_of(notebook.cells[i], i));
  const Json json = {
      {"cells", cells},
      {"metadata",
       {{"kernelspec", {{"display_name", "Python 3"}, {"language", "python"}, {"name", "python3"}}},
        {"language_info", {{"name", "python"}}}}},
      {"nbformat", 4},
      {"nbformat_minor", 5}};
  return json_dump(json, 1) + "\n";
}

}  // namespace tadpole::learning
