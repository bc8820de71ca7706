// SPDX-License-Identifier: Apache-2.0
// For tests: builds generated code with the system's C++ compiler, for this machine, and runs it.
#pragma once
#include <fmt/format.h>

#include <cstdlib>
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

inline std::string driver_source(const std::string& name) {
  return fmt::format(
      "#include \"{0}.h\"\n#include <cstdio>\n#include <cstring>\n"
      "int main(int, char** argv) {{\n"
      "  std::FILE* in = std::fopen(argv[1], \"rb\");\n  std::FILE* out = std::fopen(argv[2], "
      "\"wb\");\n"
      "  static unsigned char bytes[{0}::kInputBytes];\n"
      "  while (std::fread(bytes, 1, sizeof bytes, in) == sizeof bytes) {{\n"
      "    std::memcpy({0}::input(), bytes, sizeof bytes);\n    {0}::invoke();\n"
      "    std::fwrite({0}::output(), 1, {0}::kOutputBytes, out);\n  }}\n"
      "  std::fclose(in);\n  std::fclose(out);\n  return 0;\n}}\n",
      name);
}

// Writes the files to `folder`, builds them with a small main, and runs the program once over the
// inputs, which lie one after the other. Gives the outputs the same way.
inline Result<Bytes> run_generated_code(const CompiledModel& model, const std::string& name,
                                        const Path& folder, const Bytes& inputs,
                                        const BuildFlags& flags = {}) {
  for (const SourceFile& file : model.files) TADPOLE_TRY(write_file(folder / file.path, file.text));
  TADPOLE_TRY(write_file(folder / "driver.cpp", driver_source(name)));
  TADPOLE_TRY(write_file(folder / "in.bin", inputs));
  const std::string at = folder.string();
  const std::string build = fmt::format(
      "{} -std={} -Wall -Wextra -Wshadow -Wconversion -Werror -ffp-contract=off {} -I{} -I{} "
      "{}/driver.cpp {}/{}.cpp "
      "-o {}/run > {}/log 2>&1",
      flags.compiler, flags.standard, flags.more, TADPOLE_SOURCE_DIR, at, at, at, name, at, at);
  if (std::system(build.c_str()) != 0) return Error{TADPOLE_TRY(read_text(folder / "log"))};
  const std::string run = fmt::format("{0}/run {0}/in.bin {0}/out.bin > {0}/log 2>&1", at);
  if (std::system(run.c_str()) != 0) return Error{TADPOLE_TRY(read_text(folder / "log"))};
  return read_bytes(folder / "out.bin");
}

}  // namespace tadpole
