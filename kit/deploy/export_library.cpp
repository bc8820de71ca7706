// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/export_library.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/tflite/tflite.h"
#include "kit/deploy/embedded_sources.h"

namespace tadpole {
namespace {

constexpr std::string_view kTemplates = "kit/deploy/library/";

Result<std::string> identifier(const std::string& name) {
  std::string id;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    if (digit && id.empty()) id += "model_";
    id += letter || digit ? c : '_';
  }
  if (id.find_first_not_of('_') != std::string::npos) return id;
  return wrong_use(fmt::format(
      "the library's name is '{}', and that gives no name for a namespace; use letters", name));
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

constexpr const char* kCMake = R"(cmake_minimum_required(VERSION 3.16)
project({id} LANGUAGES CXX)

add_library({id} STATIC
  {sources})
target_compile_features({id} PUBLIC cxx_std_20)
target_include_directories({id} PUBLIC include PRIVATE src)
# One rounding per operation: the same bytes on every machine.
target_compile_options({id} PRIVATE -ffp-contract=off)

add_executable({id}_example examples/main.cpp)
target_link_libraries({id}_example PRIVATE {id})
)";

constexpr const char* kReadme = R"(# {id}

{what} It needs a C++20 compiler and nothing else: no heap, no files, no other library. Constants: {constants} bytes, working
memory: {arena} bytes.

    cmake -B build && cmake --build build
    {use}

In your own CMake project: `add_subdirectory({id})`, `target_link_libraries(your_program PRIVATE {id})`, and
`#include "{id}/{id}.h"`. Without CMake: compile all of `src/` with `-std=c++20 -ffp-contract=off -Isrc -Iinclude`.

| folder | what it is |
|---|---|
| `include/` | the library's functions |
| `src/generated/` | the model as C++: weights, memory plan, one call per layer |
| `src/device/` | the operators{dsp} |
| `examples/` | a program that uses it |

The bytes are those of the model on the host and on the microcontroller. Licence of the code: Apache-2.0 (LICENSE); the
weights are yours.
)";

// The files of one export: path -> text.
class Files {
 public:
  explicit Files(std::string id) : id_(std::move(id)) {}
  void add(const std::string& path, std::string text) { texts_[path] = std::move(text); }
  void add_template(const std::string& name, const std::string& path) {
    const EmbeddedFile* file = find_embedded(std::string(kTemplates) + name);
    TADPOLE_EXPECT(file != nullptr);
    add(path,
        replace_all(replace_all(std::string(file->text), "exported_network", id_ + "_network"),
                    "exported_model", id_));
  }
  std::vector<std::string> sources() const {
    std::vector<std::string> found;
    for (const auto& [path, text] : texts_) {
      if (path.starts_with("src/") && path.ends_with(".cpp")) found.push_back(path);
    }
    return found;
  }
  const std::map<std::string, std::string>& texts() const { return texts_; }

 private:
  std::string id_;
  std::map<std::string, std::string> texts_;
};

// config: generated/app_config.h, or "".
Outcome add_device_sources(const CompiledModel& model, const ExportRequest& request,
                           const std::string& config, Files& files) {
  std::vector<std::string> wanted = model.needs;
  if (request.spotter) {
    wanted.insert(wanted.end(), {"device/dsp/front_end.h", "device/stream/posterior_smoother.h"});
  }
  std::vector<std::string_view> generated = {config};
  for (const SourceFile& file : model.files) generated.push_back(file.text);
  for (const std::string& path : TADPOLE_TRY(with_dependencies(wanted, generated))) {
    files.add("src/" + path, std::string(find_embedded(path)->text));
  }
  return Done{};
}

// Which of the templates in kit/deploy/library a model is wrapped by.
struct Kind {
  const char* name;
  const char* what;     // first words of the README
  const char* example;  // how the example is called
};

Kind kind_of(const ExportRequest& request) {
  if (request.spotter && request.spotter->streams)
    return {"stream", "A keyword spotter as a C++ library: sound in, words out, row by row",
            "_example sound.wav"};
  if (request.spotter)
    return {"spotter", "A keyword spotter as a C++ library: one second of sound in, words out",
            "_example clip.wav"};
  if (request.sensor)
    return {"sensor", "A sensor's model as a C++ library: raw samples in, answers out",
            "_example samples.raw"};
  return {"runner", "A model as a C++ library: input bytes in, output bytes out",
          "_example input.bin output.bin"};
}

std::string readme(const std::string& id, const CompiledModel& model, const Kind& kind) {
  const bool has_features = std::string_view(kind.name) != "runner";
  return fmt::format(
      fmt::runtime(kReadme), fmt::arg("id", id), fmt::arg("use", "build/" + id + kind.example),
      fmt::arg("constants", model.constant_bytes), fmt::arg("arena", model.plan.arena_bytes),
      fmt::arg("dsp", has_features ? " and the signal processing" : ""),
      fmt::arg("what", std::string(kind.what) + ", exported by Tadpole."));
}

// generated/app_config.h: labels and features; "" for a model that takes its input bytes.
Result<std::string> config_text(const ExportRequest& request, const std::string& id) {
  if (request.spotter) return app_config_text(*request.spotter, id + "::config");
  if (request.sensor) return sensor_config_text(*request.sensor, id + "::config");
  return std::string();
}

}  // namespace

Result<ExportReport> export_library(const ExportRequest& request) {
  const std::string id = TADPOLE_TRY(identifier(request.name));
  const Graph graph = TADPOLE_TRY(read_tflite(request.model));
  const CompiledModel model =
      TADPOLE_TRY(compile(graph, {.name = id + "_network", .target = Target::portable}));
  const std::string config = TADPOLE_TRY(config_text(request, id));
  Files files(id);
  TADPOLE_TRY(add_device_sources(model, request, config, files));
  for (const SourceFile& file : model.files) files.add("src/generated/" + file.path, file.text);
  if (!config.empty()) files.add("src/generated/app_config.h", config);
  const Kind chosen = kind_of(request);
  const std::string kind = chosen.name;
  files.add_template(kind + ".h", fmt::format("include/{0}/{0}.h", id));
  files.add_template(kind + ".cpp", fmt::format("src/{}.cpp", id));
  files.add_template(kind + "_main.cpp", "examples/main.cpp");
  if (request.spotter) files.add_template("wav.h", "examples/wav.h");
  files.add("LICENSE", std::string(find_embedded("LICENSE")->text));
  files.add("CMakeLists.txt", fmt::format(fmt::runtime(kCMake), fmt::arg("id", id),
                                          fmt::arg("sources", join(files.sources(), "\n  "))));
  files.add("README.md", readme(id, model, chosen));

  ExportReport report{id,
                      request.folder,
                      {},
                      static_cast<std::int64_t>(model.constant_bytes),
                      static_cast<std::int64_t>(model.plan.arena_bytes)};
  for (const auto& [path, text] : files.texts()) {
    TADPOLE_TRY(write_if_changed(request.folder / path, text));
    report.files.push_back(path);
  }
  return report;
}

}  // namespace tadpole
