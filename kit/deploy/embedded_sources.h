// SPDX-License-Identifier: Apache-2.0
// The sources of device/ and firmware/ (without tests), as they were when this program was built.
// Firmware projects and exported libraries are written from them: the checkout need not be there.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

struct EmbeddedFile {
  std::string_view path;  // relative to the project's root: "device/port/port.h"
  std::string_view text;
};

// All of them, sorted by folder. Static: valid for the whole run.
std::span<const EmbeddedFile> embedded_sources();

// Null when there is none of this path.
const EmbeddedFile* find_embedded(std::string_view path);

// The given files and all that they need: what they include, and for every header the .cpp of its
// name (but not in device/ops, where that is an operator with its plan()). Sorted, each once.
// generated: texts that are not embedded, e.g. a compiled model; their includes count too. Fails
// when a file that is asked for is not there: the list and the program do not belong together.
Result<std::vector<std::string>> with_dependencies(const std::vector<std::string>& paths,
                                                   std::span<const std::string_view> generated);

// Writes the embedded files below the folder. A file that is there with the same text stays
// untouched, so that a second build compiles only what changed. Fails as write_file().
Outcome write_embedded(const std::vector<std::string>& paths, const Path& folder);
Outcome write_if_changed(const Path& file, std::string_view text);

}  // namespace tadpole
