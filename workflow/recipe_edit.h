// SPDX-License-Identifier: Apache-2.0
// Changes of a recipe's text that leave everything else as it was, comments too.
#pragma once
#include <cstddef>
#include <string>

#include "core/base/result.h"

namespace tadpole {

// The text with [section] option set to value (as flags give it: "yes,no" for a list). file: how
// messages call it. Fails on a text that is no recipe, an unknown section or option, a value out of
// range, and when the recipe with it does not fit together.
Result<std::string> with_option(const std::string& text, const std::string& file,
                                const std::string& section, const std::string& option,
                                const std::string& value);
// The text without its index-th [[source]], from 0, and the comment right above it. Fails when
// there are fewer.
Result<std::string> without_source(const std::string& text, const std::string& file,
                                   std::size_t index);

}  // namespace tadpole
