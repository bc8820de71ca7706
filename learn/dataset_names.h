// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace tadpole::learn {

// All generators, in alphabetical order.
std::vector<std::string> dataset_names();

}  // namespace tadpole::learn
