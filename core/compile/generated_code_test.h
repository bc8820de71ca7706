// SPDX-License-Identifier: Apache-2.0
// For tests: builds generated code with the system's C++ compiler, for this machine, and runs it.
// Operators that are planned come from the library of device/.
// Many models share one program, because most of the time goes into starting the compiler.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "core/compile/compiler.h"

namespace tadpole {

struct BuildFlags {
  std::string compiler = "c++";
  std::string standard = "c++17";
  std::string more = "-O1 -fsanitize=address,undefined -fno-sanitize-recover=all";
};

inline bool has_compiler(const std::string& name) {
  return std::system((name + " --version > /dev/null 2>&1").c_str()) == 0;
}

class GeneratedProgram {
 public:
  // `name` is the name the model was compiled with. inputs: any number of them, one after the
  // other.
  // alone: a model that remembers is reset after each; in_turn: it remembers all before.
  enum class Runs { alone, in_turn };
  void add(const std::string& name, CompiledModel model, Bytes inputs, Runs runs = Runs::alone) {
    models_.push_back({name, std::move(model), std::move(inputs), runs});
  }

  // Writes all files to `folder`, builds free of warnings, runs every model over its inputs. Gives
  // the outputs by name, one after the other. Fails with the compiler's or the program's words.
  Result<std::map<std::string, Bytes>> run(const Path& folder, const BuildFlags& flags = {}) const {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    for (const Entry& entry : models_) TADPOLE_TRY(write_model(entry, folder));
    TADPOLE_TRY(write_file(folder / "main.cpp", main_text()));
    const std::string at = folder.string();
    TADPOLE_TRY(shell(fmt::format("{} -std={} -Wall -Wextra -Wshadow -Wconversion -Werror "
                                  "-ffp-contract=off {} -I{} -I{} {}/main.cpp {} -o {}/program",
                                  flags.compiler, flags.standard, flags.more, TADPOLE_SOURCE_DIR,
                                  at, at, library(), at),
                      folder));
    TADPOLE_TRY(shell(fmt::format("cd {} && ./program", at), folder));
    std::map<std::string, Bytes> outputs;
    for (const Entry& entry : models_) {
      outputs[entry.name] = TADPOLE_TRY(read_bytes(folder / (entry.name + ".out")));
    }
    return outputs;
  }

 private:
  struct Entry {
    std::string name;
    CompiledModel model;
    Bytes inputs;
    Runs runs;
  };

  // The library of device/, where a model plans operators.
  std::string library() const {
    for (const Entry& entry : models_) {
      const std::vector<std::string>& needs = entry.model.needs;
      if (std::find(needs.begin(), needs.end(), "device/model/planned_ops.h") != needs.end())
        return TADPOLE_DEVICE_LIBRARY;
    }
    return "";
  }

  static Outcome write_model(const Entry& entry, const Path& folder) {
    for (const SourceFile& file : entry.model.files)
      TADPOLE_TRY(write_file(folder / file.path, file.text));
    return write_file(folder / (entry.name + ".in"), entry.inputs);
  }

  static Outcome shell(const std::string& command, const Path& folder) {
    const Path log = folder / "log";
    if (std::system(fmt::format("({}) > {} 2>&1", command, log.string()).c_str()) == 0)
      return Done{};
    return Error{TADPOLE_TRY(read_text(log))};
  }

  std::string main_text() const {
    std::string text = "#include <cstdio>\n#include <cstring>\n";
    for (const Entry& entry : models_) text += fmt::format("#include \"{}.cpp\"\n", entry.name);
    text +=
        "void nothing() {}\n"
        "template <typename In, typename Out>\n"
        "void run(const char* from, const char* to, In input, void (*invoke)(), Out output, "
        "std::size_t in_bytes,\n"
        "         std::size_t out_bytes, void (*reset)()) {\n"
        "  std::FILE* in = std::fopen(from, \"rb\");\n  std::FILE* out = std::fopen(to, \"wb\");\n"
        "  while (std::fread(input(), 1, in_bytes, in) == in_bytes) {\n"
        "    invoke();\n    std::fwrite(output(), 1, out_bytes, out);\n    reset();\n  }\n"
        "  std::fclose(in);\n  std::fclose(out);\n}\n"
        "int main() {\n";
    for (const Entry& entry : models_) {
      text += fmt::format(
          "  run(\"{0}.in\", \"{0}.out\", {0}::input, {0}::invoke, {0}::output, {0}::kInputBytes, "
          "{0}::kOutputBytes, {1});\n",
          entry.name,
          entry.model.remembers && entry.runs == Runs::alone ? entry.name + "::reset" : "nothing");
    }
    return text + "}\n";
  }

  std::vector<Entry> models_;
};

}  // namespace tadpole
