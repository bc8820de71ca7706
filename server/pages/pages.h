// SPDX-License-Identifier: Apache-2.0
// The web pages and the courses that travel inside the program (packed by tools/pack.mjs).
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "core/base/files.h"
#include "server/http/message.h"

namespace tadpole::server {

class Pack {
 public:
  struct File {
    std::string type, tag;  // tag: changes with the bytes
    std::string_view bytes;
    bool gzip = false;
  };
  // Fails for bytes that are no pack. They must outlive it.
  static Result<Pack> create(std::string_view bytes);
  const File* find(const std::string& name) const;
  std::size_t count() const { return files_.size(); }
  const std::map<std::string, File>& files() const { return files_; }
  // Writes all files, unpacked, below a folder.
  Outcome unpack(const Path& folder) const;
  // Changes whenever a file does.
  const std::string& version() const { return version_; }

 private:
  std::map<std::string, File> files_;
  std::string version_;
};

// What was built in. Empty packs when it was built without pages.
const Pack& web_pages();
const Pack& built_in_courses();

// KaTeX as the pages carry it, by its own names ("katex.min.js", "fonts/..."); empty when they do
// not. Fails for a damaged pack.
Result<std::map<std::string, std::string>> katex_in(const Pack& pages);

// A page, script, picture of the pack; an address without a dot that is none of them is the
// application's own (index.html). media: the folder of the courses' assets, at /media/.
Response page_response(const Request& request, const Pack& pages, const Path& media);

// The bytes themselves.
Result<std::string> gunzipped(std::string_view bytes);

}  // namespace tadpole::server
