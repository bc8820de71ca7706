// SPDX-License-Identifier: Apache-2.0
// What the stages found, files to take away, and the model's answers.
#include <algorithm>
#include <atomic>
#include <chrono>

#include "core/base/json.h"
#include "core/base/zip.h"
#include "workbench/rows.h"
#include "workflow/infer.h"
#include "workflow/run_history.h"

namespace tadpole::workbench {
namespace {

using server::Call;
using server::Json;
using server::json_response;
using server::Response;

struct Take {
  const char* path;
  const char* help;
};
// A folder goes as a .zip.
constexpr Take kFiles[] = {
    {"optimized/model_int8.tflite", "the model for the device: int8, TensorFlow Lite"},
    {"optimized/model_float.tflite", "the same model in float32"},
    {"deploy/library", "C++ library without dependencies, to build into your own firmware"},
    {"deploy/firmware", "firmware project of the board, with its image"},
    {"optimized/compare/compare.html", "every way to make the model smaller, side by side"},
    {"optimized/compare/compare.json", "the same for programs"},
    {"search/pareto.html", "the networks that a search found, and what they take of the board"},
    {"search/pareto.json", "the same for programs"},
    {"search/best.toml", "the recipe with the best of them in it"},
    {"report.html", "everything about this project on one page"},
    {"report.json", "the same for programs"},
    {"model-card.md", "what the model is for, how well it does, and where not to use it"},
    {"dataset/datasheet.json", "where the samples come from, checked"},
    {"tadpole.toml", "the recipe: with it and the same samples everything is made again"}};

Result<Response> list_files(Workbench& bench, const Call& call) {
  const Path folder = TADPOLE_TRY(bench.folder_of(call.param("project")));
  Json files = Json::array();
  for (const Take& take : kFiles) {
    std::error_code code;
    const Path path = folder / take.path;
    if (!std::filesystem::exists(path, code)) continue;
    std::uintmax_t bytes = 0;
    const bool is_folder = std::filesystem::is_directory(path, code);
    if (is_folder) {
      const auto inside = TADPOLE_TRY(read_folder(path));
      for (const auto& [name, content] : inside) bytes += content.size();
    } else {
      bytes = std::filesystem::file_size(path, code);
    }
    files.push_back({{"path", take.path + std::string(is_folder ? ".zip" : "")},
                     {"bytes", bytes},
                     {"help", take.help}});
  }
  return json_response(files);
}

std::string type_of(const Path& file) {
  const std::string ending = file.extension().string();
  return ending == ".html"                      ? "text/html; charset=utf-8"
         : ending == ".json"                    ? "application/json"
         : ending == ".md" || ending == ".toml" ? "text/plain; charset=utf-8"
                                                : "application/octet-stream";
}

Result<Response> read_file_of(Workbench& bench, const Call& call) {
  const Path folder = TADPOLE_TRY(bench.folder_of(call.param("project")));
  const std::string wanted = call.param("path");
  const Take* known = nullptr;
  bool zipped = false;
  for (const Take& take : kFiles) {
    if (wanted == take.path) known = &take;
    if (wanted == std::string(take.path) + ".zip") known = &take, zipped = true;
  }
  std::error_code code;
  if (known == nullptr || !std::filesystem::exists(folder / known->path, code))
    return server::error_response(
        404, "no_file",
        "there is no file '" + wanted + "' to take away; run the stage that makes it");
  const Path path = folder / known->path;
  Response response;
  if (zipped) {
    const auto inside = TADPOLE_TRY(read_folder(path));
    response = bytes_response("application/zip", zip(inside));
  } else if (std::filesystem::is_directory(path, code)) {
    return wrong_use("'" + wanted + "' is a folder; ask for " + wanted + ".zip");
  } else {
    Bytes bytes = TADPOLE_TRY(read_bytes(path));
    response = bytes_response(type_of(path), std::move(bytes));
  }
  response.with("Content-Disposition",
                "attachment; filename=\"" + Path(wanted).filename().string() + "\"");
  return response;
}

Result<Response> report(Workbench& bench, const Call& call) {
  const Path folder = TADPOLE_TRY(bench.folder_of(call.param("project")));
  std::error_code code;
  if (!std::filesystem::exists(folder / "report.json", code)) return json_response(Json::object());
  Response response;
  response.body = TADPOLE_TRY(read_text(folder / "report.json"));
  return response;
}

// A file that is gone when this is.
class TemporaryFile {
 public:
  explicit TemporaryFile(const Path& folder, const std::string& ending) {
    static std::atomic<int> next{0};
    path_ = folder / ("ask" + std::to_string(next++) + ending);
  }
  ~TemporaryFile() {
    std::error_code code;
    std::filesystem::remove(path_, code);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const Path& path() const { return path_; }

 private:
  Path path_;
};

Json scores_json(const Json& scores) {
  Json list = Json::array();
  if (scores.is_object())
    for (const auto& [label, score] : scores.items())
      list.push_back({{"label", label}, {"score", score}});
  return list;
}

// One answer of infer_file() as Answer of bench.ts.
Json answer_json(const Json& said, double threshold) {
  const std::string label = json_text(said, "label");
  Json answer = {{"name", json_text(said, "name")},
                 {"label", label},
                 {"unknown", label == "unknown" && said.contains("scores") &&
                                 !said["scores"].contains("unknown")},
                 {"scores", scores_json(said.contains("scores") ? said["scores"] : Json())},
                 {"threshold", threshold}};
  if (said.contains("values")) {
    answer["values"] = Json::array();
    for (const auto& [name, value] : said["values"].items())
      answer["values"].push_back({{"name", name}, {"value", value.get<double>()}});
  }
  if (!said.contains("scores") && said.contains("score")) answer["value"] = said["score"];
  return answer;
}

Result<Response> infer(Workbench& bench, const Call& call) {
  const Path folder = TADPOLE_TRY(bench.folder_of(call.param("project")));
  const Path model = folder / "optimized" / "model_int8.tflite";
  std::error_code code;
  if (!std::filesystem::exists(model, code))
    return wrong_use("there is no model for the device yet; run optimize first");
  const auto bytes = std::span(reinterpret_cast<const std::uint8_t*>(call.request.body.data()),
                               call.request.body.size());
  const std::string ending = ending_of(bytes);
  if (ending.empty())
    return wrong_use(
        "the bytes are nothing that the model can be asked about; give a recording, "
        "a picture, a log or a table");
  TADPOLE_TRY(make_folder(folder / ".tadpole"));
  const TemporaryFile file(folder / ".tadpole", ending);
  TADPOLE_TRY(write_file(file.path(), bytes));
  const auto start = std::chrono::steady_clock::now();
  const InferAnswer said = TADPOLE_TRY(infer_file(model, file.path(), {}));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  const double threshold = json_number(said.json, "threshold");
  Json answers = Json::array();
  const Json many = json_list(said.json, "answers");
  for (const Json& one : many) answers.push_back(answer_json(one, threshold));
  if (many.empty()) answers.push_back(answer_json(said.json, threshold));
  return json_response({{"answers", answers},
                        {"model", "int8"},
                        {"milliseconds", took.count()},
                        {"origin", json_text(said.json, "origin")}});
}

Result<Response> runs(Workbench& bench, const Call& call) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  Json all = run_history(project);
  std::reverse(all.begin(), all.end());
  return json_response(all);
}

}  // namespace

void add_result_rows(const RowMaker& rows) {
  using namespace server::schema;
  rows.add("GET", "/projects/{project}/runs", "list_runs", "trainings, the newest first", nullptr,
           list(any()), runs);
  rows.add("GET", "/projects/{project}/report", "read_report", "report.json of the project",
           nullptr, any(), report);
  rows.add("POST", "/projects/{project}/infer", "infer",
           "the int8 model's answers to the bytes of the body", nullptr, any(), infer);
  rows.add("GET", "/projects/{project}/files", "list_files", "what can be taken away", nullptr,
           list(object({{"path", text()}, {"bytes", number()}, {"help", text()}})), list_files);
  rows.add("GET", "/projects/{project}/files/{path...}", "read_file", "one of these", nullptr,
           nullptr, read_file_of);
}

}  // namespace tadpole::workbench
