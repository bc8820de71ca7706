// SPDX-License-Identifier: Apache-2.0
// Texts from outside that JSON, pages and files will hold.
#pragma once
#include <cstddef>
#include <string_view>

namespace tadpole {

// Length of the well-formed UTF-8 sequence at the start of text, 0 when there is none: no cut off
// or overlong sequences, no surrogates, nothing above U+10FFFF. Source: RFC 3629.
std::size_t utf8_length(std::string_view text);
// All of it is.
bool is_utf8(std::string_view text);

}  // namespace tadpole
