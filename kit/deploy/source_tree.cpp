// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "kit/deploy/embedded_sources.h"

namespace tadpole {
namespace {

// "x.h" of every line `#include "x.h"`.
std::vector<std::string> quoted_includes(std::string_view text) {
  constexpr std::string_view kStart = "#include \"";
  std::vector<std::string> names;
  for (const std::string& line : split(text, '\n')) {
    if (!line.starts_with(kStart)) continue;
    const std::size_t end = line.find('"', kStart.size());
    if (end != std::string::npos) names.push_back(line.substr(kStart.size(), end - kStart.size()));
  }
  return names;
}

bool is_header(const std::string& path) { return path.ends_with(".h"); }

// Kernels are whole in their headers; the .cpp beside one is the operator itself, which a compiled
// model names where it needs it. Fast twins of a host's processor are not whole: elsewhere their
// .cpp says that there are none.
bool is_kernel(const std::string& path) {
  return path.starts_with("device/ops/") && !path.starts_with("device/ops/x86/");
}

class Closure {
 public:
  void add(const std::string& path) {
    const EmbeddedFile* file = find_embedded(path);
    if (file == nullptr || !found_.insert(path).second) return;
    add_includes(file->text);
    if (is_header(path) && !is_kernel(path)) add(path.substr(0, path.size() - 2) + ".cpp");
  }
  void add_includes(std::string_view text) {
    for (const std::string& name : quoted_includes(text)) add(name);
  }
  std::vector<std::string> sorted() const { return {found_.begin(), found_.end()}; }

 private:
  std::set<std::string> found_;
};

}  // namespace

const EmbeddedFile* find_embedded(std::string_view path) {
  for (const EmbeddedFile& file : embedded_sources()) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

Result<std::vector<std::string>> with_dependencies(const std::vector<std::string>& paths,
                                                   std::span<const std::string_view> generated) {
  Closure closure;
  for (const std::string& path : paths) {
    if (find_embedded(path) == nullptr) {
      return Error{
          fmt::format("{} is not among the sources in this program, and the model needs it; build "
                      "Tadpole again",
                      path)};
    }
    closure.add(path);
  }
  for (const std::string_view text : generated) closure.add_includes(text);
  return closure.sorted();
}

Outcome write_if_changed(const Path& file, std::string_view text) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    const auto there = read_text(file);
    if (there.ok() && there.value() == text) return Done{};
  }
  return write_file(file, text);
}

Outcome write_embedded(const std::vector<std::string>& paths, const Path& folder) {
  for (const std::string& path : paths) {
    const EmbeddedFile* file = find_embedded(path);
    TADPOLE_EXPECT(file != nullptr);
    TADPOLE_TRY(write_if_changed(folder / path, file->text));
  }
  return Done{};
}

}  // namespace tadpole
