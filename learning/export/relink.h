// SPDX-License-Identifier: Apache-2.0
// Links of the courses' HTML (/units/.., /concepts#.., /media/..) to where they lead in what is
// exported.
#pragma once
#include <functional>
#include <set>
#include <string>

namespace tadpole::learning {

// Each gives an address, not escaped; "": the link goes and its words stay.
struct Targets {
  std::function<std::string(const std::string& unit)> unit;
  std::function<std::string(const std::string& idea)> idea;  // of a concept's id
  std::function<std::string(const std::string& file)> media;
};

// html: as html_of and the writers of this room make it: attributes in double quotes, quotes in
// texts escaped.
std::string relinked(const std::string& html, const Targets& targets);

}  // namespace tadpole::learning
