// SPDX-License-Identifier: Apache-2.0
// Hubs meet by files: what a hub knows of its learners goes out as an archive, archives of others
// come in as a set union. In any order and any number of times the same.
#pragma once
#include "server/store/store.h"

namespace tadpole::server {

// People first, then the events behind the cursor (0: all). The cursor for the next time.
Result<std::int64_t> export_archive(Store& store, const std::string& hub, std::int64_t since,
                                    const std::function<Outcome(const std::string&)>& to);

struct MergeReport {
  learning::ImportReport events;
  std::size_t people = 0;                                    // new here
  std::vector<std::pair<std::string, std::string>> renamed;  // name there, name here
};
// Names are not signed: they come only when no event was refused for its device.
Result<MergeReport> merge_archive(std::string_view text, Store& store,
                                  const learning::Device& device,
                                  const learning::Admission& admission = {});
// For machines; the first ten problems.
learning::Json to_json(const MergeReport& report);

}  // namespace tadpole::server
