// SPDX-License-Identifier: Apache-2.0
// Which files a path stands for, and what their places say about them. Internal to
// core/data/motion.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/dataset.h"

namespace tadpole {

struct FoundFile {
  Path file = {};
  std::string name = {};    // relative to the path that was given, with slashes
  std::string label = {};   // of the manifest; empty: the file's or the folder's
  std::string folder = {};  // the sub-folder that it lies in: its label, or whose it is
  std::string who = {}, group = {}, licence = {}, consent = {};
  std::optional<Split> given = {};
};

// Small letters, with the dot.
std::string extension_of(const Path& file);
// Names of a folder in order; hidden ones are left out. Empty when it cannot be read.
std::vector<Path> entries_of(const Path& folder);

// A manifest.csv beats sub-folders (also two deep: label, then person), these beat loose files.
// wanted: by file name; of a manifest's rows all are taken that name a label, or all when none
// does. Fails when there is no such file, the manifest's columns do not fit, or it names a file
// that lies outside of its folder.
Result<std::vector<FoundFile>> list_files(const Path& path,
                                          const std::function<bool(const Path&)>& wanted,
                                          const std::string& kinds);

// "walk_03" -> "walk"; a name of digits only stays.
std::string label_of_stem(const std::string& stem);
// "_TRAIN" and "_TEST" at the end of a name, as the UCR archive writes them.
std::optional<Split> split_of_stem(const std::string& stem);

}  // namespace tadpole
