// SPDX-License-Identifier: Apache-2.0
// Bytes as letters, for JSON and for addresses that hold their data. Source: RFC 4648, section 4.
#pragma once
#include <string>
#include <string_view>

namespace tadpole {

// With padding, without line breaks.
std::string base64(std::string_view bytes);

}  // namespace tadpole
