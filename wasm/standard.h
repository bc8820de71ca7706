// SPDX-License-Identifier: Apache-2.0
// The page's own precompiled header: what the host's has, and more.
#pragma once
#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>

#include "cmake/standard_headers.h"
#include "wasm/landing_pad.h"

extern template class nlohmann::basic_json<>;  // in standard.cpp
