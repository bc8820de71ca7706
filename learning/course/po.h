// SPDX-License-Identifier: Apache-2.0
// Translations as gettext PO files, which every tool for translators opens.
// Source: GNU gettext manual, "The Format of PO Files".
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole::learning {

// From a text to its translation; without an entry a text stays as it is.
using Catalogue = std::map<std::string, std::string>;

struct PoEntry {
  std::string id, text;  // text "": not translated yet
  std::vector<std::string> places = {};
  bool fuzzy = false, obsolete = false;
};

// The entries of a file, its head (the entry without an id) among them. Fails with the line that
// cannot be read.
Result<std::vector<PoEntry>> parse_po(const std::string& text);
std::string po_text(const std::vector<PoEntry>& entries);

// What is translated: fuzzy and empty entries are left out, as gettext does.
Catalogue catalogue_of(const std::vector<PoEntry>& entries);

// `found` (id and place, in their order, the same id once) with the translations that `before` has;
// translations whose text is gone stay at the end, as obsolete. language: for the head of a new
// file.
std::vector<PoEntry> merge_po(const std::vector<PoEntry>& before, const std::vector<PoEntry>& found,
                              const std::string& language);

}  // namespace tadpole::learning
