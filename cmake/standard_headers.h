// SPDX-License-Identifier: Apache-2.0
// Read once for all files above device/ (a precompiled header): much of a file's time would go into
// the same headers. No file may lean on it; tools/check holds every file to its own #include lines.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
