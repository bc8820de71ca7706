// SPDX-License-Identifier: Apache-2.0
#include "core/search/sampler.h"

#include "core/base/text.h"

namespace tadpole {

#define TADPOLE_ENTRY(name) std::unique_ptr<Sampler> make_sampler_##name();
#include "core/search/samplers/samplers.inc"
#undef TADPOLE_ENTRY

namespace {

struct Entry {
  const char* name;
  std::unique_ptr<Sampler> (*make)();
};
constexpr Entry kEntries[] = {
#define TADPOLE_ENTRY(name) {#name, make_sampler_##name},
#include "core/search/samplers/samplers.inc"
#undef TADPOLE_ENTRY
};

}  // namespace

bool better(const Observation& a, const Observation& b) {
  if (a.refused != b.refused) return b.refused;
  if (a.refused) return a.excess < b.excess;
  return a.epochs != b.epochs ? a.epochs > b.epochs : a.value > b.value;
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

Result<std::unique_ptr<Sampler>> make_sampler(const std::string& name) {
  for (const Entry& entry : kEntries)
    if (name == entry.name) return entry.make();
  const std::vector<std::string> names = sampler_names();
  return wrong_use("there is no strategy '" + name + "'" + did_you_mean(name, names) +
                   "; known strategies: " + join(names, ", "));
}

}  // namespace tadpole
