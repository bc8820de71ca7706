// SPDX-License-Identifier: Apache-2.0
// Tables of numbers as generated C++.
#pragma once
#include <string>
#include <vector>

#include "core/compile/step.h"

namespace tadpole {

std::string table_text(const Table& table);
// Bytes of all tables of the steps, in flash.
std::size_t table_bytes(const std::vector<Step>& steps);

}  // namespace tadpole
