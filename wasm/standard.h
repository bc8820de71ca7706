// SPDX-License-Identifier: Apache-2.0
// Read once for all files of the page's build (a precompiled header): most of a file's time would
// go into the same headers. No file may lean on it; the host's build does without.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wasm/landing_pad.h"

extern template class nlohmann::basic_json<>;  // in standard.cpp
