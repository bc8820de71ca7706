// SPDX-License-Identifier: Apache-2.0
#include "core/search/network_space.h"

#include <algorithm>

#include "core/search/conv_space.h"
#include "core/search/dense_space.h"

namespace tadpole {
namespace {

using Input = std::array<int, 3>;

struct Entry {
  const char* name;
  bool (*takes)(const Input& input);
  Space (*space)(const Input& input);
  NetworkLines (*layers)(const Space&, const SpacePoint&, const NetworkAnswer&);
};

// The first that takes an input is its space; the last takes all.
constexpr std::array kEntries = {
    Entry{"dense", [](const Input& input) { return input[0] == 1 && input[1] == 1; },
          [](const Input&) { return dense_space(); }, dense_layers},
    Entry{"conv", [](const Input&) { return true; }, conv_space, conv_layers}};

}  // namespace

NetworkSpace network_space(const std::array<int, 3>& input) {
  const auto* entry = std::find_if(kEntries.begin(), kEntries.end(),
                                   [&](const Entry& e) { return e.takes(input); });
  return {entry->name, entry->space(input), entry->layers};
}

std::vector<std::string> network_space_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

}  // namespace tadpole
