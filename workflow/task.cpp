// SPDX-License-Identifier: Apache-2.0
#include "workflow/task.h"

#include <algorithm>

namespace tadpole {

#define TADPOLE_ENTRY(name) const Task& name##_task();
#include "workflow/tasks/tasks.inc"
#undef TADPOLE_ENTRY

namespace {

struct Entry {
  const char* name;
  const Task& (*task)();
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
#define TADPOLE_ENTRY(name) {#name, name##_task},
#include "workflow/tasks/tasks.inc"
#undef TADPOLE_ENTRY
  };
  return all;
}

}  // namespace

std::vector<std::string> template_names() {
  std::vector<std::string> names;
  for (const Entry& entry : entries()) names.emplace_back(entry.name);
  return names;
}

const Task& task_of(const std::string& kind) {
  const auto& all = entries();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Entry& e) { return kind == e.name; });
  TADPOLE_EXPECT(at != all.end());
  return at->task();
}

}  // namespace tadpole
