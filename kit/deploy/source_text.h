// SPDX-License-Identifier: Apache-2.0
// Small pieces of generated C++.
#pragma once
#include <string>
#include <string_view>

namespace tadpole {

// A string literal with its quotes; UTF-8 stays as it is, control characters become octal escapes.
std::string c_string(std::string_view text);
// The first lines of a generated file: licence and what it is.
std::string generated_heading(std::string_view what);

}  // namespace tadpole
