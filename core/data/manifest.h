// SPDX-License-Identifier: Apache-2.0
// A list of recordings or pictures made by somebody else:
// file,label[,speaker or who][,group][,split][,word][,licence][,consent].
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace tadpole {

struct ManifestRow {
  int line = 0;
  std::string file = {};  // relative to the manifest's folder
  std::string label = {};
  std::string speaker = {};  // column "who" or "speaker"; without them "group" names the speaker
  std::string group = {};
  std::optional<Split> split = {};  // "any" and an empty field: not given
  std::string word = {}, licence = {}, consent = {};
};

// Fails when the columns file and label are missing (names those found), a row has another number
// of fields, a split is unknown, a field is empty, or there is no row; every message has the line.
Result<std::vector<ManifestRow>> parse_manifest(std::string_view text, const std::string& name);

// True for an absolute path and for one with a part "..": it may name a file outside of the folder
// that a list lies in.
bool leaves_folder(const Path& file);

// "train", "val", "valid", "validation", "dev", "test"; "any" and "" give nothing. Fails for other
// words.
Result<std::optional<Split>> parse_split(const std::string& text);

}  // namespace tadpole
